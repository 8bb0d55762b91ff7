package podium.dashboard.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Stream;
import podium.dashboard.domain.Accuracy;
import podium.dashboard.domain.Board;
import podium.dashboard.domain.Board.Page;
import podium.dashboard.domain.TrialGroup;
import podium.dashboard.domain.TrialRow;
import podium.dashboard.verdict.Comparison;
import podium.dashboard.verdict.ComparisonJson;
import podium.dashboard.verdict.Estimate;

/** Groups of trials, and which of them is shown to be better. Thread-safe. */
final class GroupsApi {
  private static final double CERTAINTY = 0.95;
  private static final double SETTLED = 0.02;
  private static final int MOST_COMPARED = 100;
  private static final String[] OWN = {"by", "certainty", "settle", "all", "epoch"};

  /** Accuracies of no epoch in particular, by their words. */
  private static final Map<String, Accuracy> WORDS =
      new TreeMap<>(Map.of("last", Accuracy.LAST, "min", Accuracy.MIN, "max", Accuracy.MAX));

  private final AsOf asOf;

  GroupsApi(Board board) {
    this.asOf = new AsOf(board);
  }

  void routes(RoutesConfig routes) {
    routes.get("/api/groups", this::groups);
    routes.get("/api/verdict", this::verdict);
  }

  private record Grouped(
      Board board,
      Page<TrialRow> trials,
      List<String> by,
      List<TrialGroup> groups,
      Accuracy accuracy) {}

  private record Estimated(TrialGroup group, Estimate estimate) {}

  private Grouped grouped(Context context) {
    Board board = asOf.of(context);
    Page<TrialRow> page = board.allTrials(Queries.trials(context, Api.BEST_FIRST, OWN));
    List<String> by =
        Parameters.text(context, "by")
            .map(names -> Stream.of(names.split(",")).filter(name -> !name.isBlank()).toList())
            .orElseGet(() -> TrialGroup.allButSeed(page.rows()));
    return new Grouped(
        board,
        page,
        by,
        TrialGroup.of(page.rows(), by, board.tags()),
        accuracy(context, board, page.rows()));
  }

  /** The accuracy that the address asks for: the best, one of a word, or that of an epoch. */
  private static Accuracy accuracy(Context context, Board board, List<TrialRow> trials) {
    Optional<String> epoch = Parameters.text(context, "epoch");
    if (epoch.isEmpty()) {
      return Accuracy.BEST;
    }
    if (WORDS.containsKey(epoch.get())) {
      return WORDS.get(epoch.get());
    }
    if (!epoch.get().matches("[1-9]\\d{0,8}")) {
      throw new Refusal(
          400,
          "epoch is %s; allowed: a whole number from 1, %s"
              .formatted(epoch.get(), String.join(", ", WORDS.keySet())));
    }
    return Accuracy.at(
        board.accuracies(
            trials.stream().map(row -> row.identity().trial()).toList(),
            Integer.parseInt(epoch.get())));
  }

  private void groups(Context context) {
    Grouped grouped = grouped(context);
    double certainty = certainty(context);
    ObjectNode body =
        RowJson.object()
            .put("offset", grouped.trials().offset())
            .put("generation", grouped.trials().generation())
            .put("certainty", certainty)
            .put("total", grouped.groups().size());
    grouped.by().forEach(body.putArray("by")::add);
    ArrayNode rows = body.putArray("rows");
    grouped.groups().stream()
        .map(
            group -> new Estimated(group, Estimate.of(group.scores(grouped.accuracy()), certainty)))
        .sorted(Comparator.comparingDouble(it -> -it.estimate().mean().orElse(-1)))
        .forEach(it -> rows.add(row(it.group(), it.estimate(), grouped.accuracy())));
    Api.send(context, body);
  }

  private static ObjectNode row(TrialGroup group, Estimate estimate, Accuracy accuracy) {
    ObjectNode row = RowJson.object().put("group", group.name());
    ObjectNode by = row.putObject("by");
    group.by().forEach((name, value) -> by.set(name, RowJson.tree(value)));
    row.put("trials", group.trials().size()).put("scores", estimate.scores());
    put(row, "mean", estimate.mean());
    put(row, "deviation", estimate.deviation());
    put(row, "low", estimate.low());
    put(row, "high", estimate.high());
    Optional<TrialRow> best = group.best(accuracy);
    row.set("best", RowJson.tree(best.flatMap(accuracy::of)));
    row.set("bestTrial", RowJson.tree(best.map(trial -> trial.identity().trial())));
    put(
        row,
        "seconds",
        group.trials().stream()
            .mapToDouble(trial -> trial.learning().seconds())
            .filter(sum -> sum > 0)
            .average());
    return row;
  }

  private static void put(ObjectNode row, String name, OptionalDouble value) {
    value.ifPresentOrElse(it -> row.put(name, it), () -> row.putNull(name));
  }

  private void verdict(Context context) {
    Grouped grouped = grouped(context);
    if (grouped.groups().size() > MOST_COMPARED) {
      throw new Refusal(
          400,
          "these are %,d groups; at most %d are compared: filter them, or group by fewer columns"
              .formatted(grouped.groups().size(), MOST_COMPARED));
    }
    int images =
        grouped
            .board()
            .testImages(
                grouped.trials().rows().stream().map(row -> row.identity().trial()).toList())
            .orElse(0);
    double certainty = certainty(context);
    Comparison comparison =
        new Comparison(
            grouped.groups().stream().map(group -> group.scores(grouped.accuracy())).toList(),
            certainty,
            images == 0 ? 0 : 1.0 / images,
            between(context, "settle", SETTLED));
    boolean all = Parameters.text(context, "all").filter("true"::equals).isPresent();
    ObjectNode body =
        ComparisonJson.of(
            comparison, all ? comparison.verdicts() : comparison.ofTheBest(), certainty);
    grouped.by().forEach(body.putArray("by")::add);
    body.put("offset", grouped.trials().offset()).put("generation", grouped.trials().generation());
    Api.send(context, body);
  }

  private static double certainty(Context context) {
    return between(context, "certainty", CERTAINTY);
  }

  private static double between(Context context, String name, double otherwise) {
    Optional<String> given = Parameters.text(context, name);
    try {
      double value = given.map(Double::parseDouble).orElse(otherwise);
      if (value > 0 && value < 1) {
        return value;
      }
    } catch (NumberFormatException e) {
      // why: the refusal below tells what may stand there
    }
    throw new Refusal(
        400, "%s is %s; allowed: a number above 0 and below 1".formatted(name, given.orElse("")));
  }
}
