package podium.cli.view;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import podium.engine.study.Rescheduled;
import podium.engine.study.Rescheduled.Figures;
import podium.engine.study.Rescheduled.OfOwner;
import podium.engine.study.SelfReplay;
import podium.engine.study.Spread;

/** A recorded log on other slots or by another rule, beside what happened. Stateless. */
public final class RescheduledView {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Figures of a spread by their names. */
  private static final List<Part> PARTS =
      List.of(
          new Part("mean", Spread::mean),
          new Part("median", Spread::median),
          new Part("p95", Spread::p95),
          new Part("p99", Spread::p99));

  private record Part(String name, ToDoubleFunction<Spread> figure) {
    private double of(Spread spread) {
      return figure.applyAsDouble(spread);
    }
  }

  private RescheduledView() {}

  /** As a table of seconds with what happened and what would have been, and sentences. */
  public static List<String> lines(Rescheduled result) {
    Figures before = result.happened();
    Figures after = result.instead();
    Table table =
        new Table(
            "seconds",
            ">happened",
            ">%s on %s slots".formatted(result.rule(), Words.count(result.slots())));
    table.row("trials", Words.count(before.trials()), Words.count(after.trials()));
    spread(table, "completion", before.completion(), after.completion());
    spread(table, "waiting", before.waiting(), after.waiting());
    table.row("makespan", Words.decimal(before.makespan()), Words.decimal(after.makespan()));
    table.row(
        "utilisation", Words.percent(before.utilisation()), Words.percent(after.utilisation()));
    before
        .owners()
        .forEach(
            (owner, its) ->
                Optional.ofNullable(after.owners().get(owner))
                    .ifPresent(
                        then -> owner(table, owner.isEmpty() ? "nobody" : owner, its, then)));
    List<String> lines = new ArrayList<>(table.lines());
    if (!result.censored().isEmpty()) {
      lines.add(
          "left out, since nobody knows what they would have taken: "
              + result.censored().entrySet().stream()
                  .map(it -> Words.count(it.getValue()) + " " + it.getKey())
                  .collect(Collectors.joining(", "))
              + "; they take the slots for as long as they did");
    }
    return lines;
  }

  private static void spread(Table table, String name, Spread before, Spread after) {
    PARTS.forEach(
        part ->
            table.row(
                name + " " + part.name(),
                Words.decimal(part.of(before)),
                Words.decimal(part.of(after))));
  }

  private static void owner(Table table, String owner, OfOwner before, OfOwner after) {
    table.row(owner + ": trials", Words.count(before.trials()), Words.count(after.trials()));
    table.row(
        owner + ": completion mean",
        Words.decimal(before.completion().mean()),
        Words.decimal(after.completion().mean()));
    table.row(
        owner + ": waiting mean",
        Words.decimal(before.waiting().mean()),
        Words.decimal(after.waiting().mean()));
  }

  /** As an object: seconds, and utilisation as a share. */
  public static ObjectNode json(SelfReplay replay, Rescheduled result) {
    ObjectNode json = JSON.createObjectNode();
    json.putObject("replay")
        .put("entries", replay.entries())
        .put("voided", replay.voided())
        .put("decisions", replay.total().decisions())
        .put("reproduced", replay.total().reproduced());
    json.put("slots", result.slots()).put("placement", result.rule());
    json.set("happened", figures(result.happened()));
    json.set("instead", figures(result.instead()));
    ObjectNode censored = json.putObject("censored");
    result.censored().forEach((status, count) -> censored.put(status.name(), count));
    return json;
  }

  private static ObjectNode figures(Figures figures) {
    ObjectNode json = JSON.createObjectNode().put("trials", figures.trials());
    json.set("completion", spread(figures.completion()));
    json.set("waiting", spread(figures.waiting()));
    json.put("makespan", figures.makespan()).put("utilisation", figures.utilisation());
    ObjectNode owners = json.putObject("owners");
    figures
        .owners()
        .forEach(
            (owner, its) -> {
              ObjectNode one = owners.putObject(owner).put("trials", its.trials());
              one.set("completion", spread(its.completion()));
              one.set("waiting", spread(its.waiting()));
            });
    return json;
  }

  private static ObjectNode spread(Spread spread) {
    ObjectNode json = JSON.createObjectNode();
    PARTS.forEach(part -> json.put(part.name(), part.of(spread)));
    return json;
  }
}
