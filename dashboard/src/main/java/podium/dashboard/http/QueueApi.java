package podium.dashboard.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import podium.dashboard.domain.Board;
import podium.dashboard.domain.Board.Page;
import podium.dashboard.domain.ExperimentRow;
import podium.dashboard.domain.ListQuery;
import podium.dashboard.domain.TrialRow;
import podium.engine.forecast.Expected;
import podium.protocol.id.ExperimentId;
import podium.protocol.id.TrialId;

/** What waits, in the order in which it would get slots, and why. Thread-safe. */
final class QueueApi {
  private static final ListQuery WAITING =
      new ListQuery(Map.of("status", "QUEUED"), List.of(), ListQuery.MAX_LIMIT, 0);

  private final Board board;
  private final Supplier<Expected> expected;

  QueueApi(Board board, Supplier<Expected> expected) {
    this.board = board;
    this.expected = expected;
  }

  void routes(RoutesConfig routes) {
    routes.get("/api/queue", this::queue);
  }

  private void queue(Context context) {
    ListQuery asked = Parameters.read(context, "");
    if (!asked.filters().isEmpty() || !asked.sort().isEmpty()) {
      throw new Refusal(400, "the queue has one order; give limit and page alone");
    }
    Expected now = expected.get();
    Page<TrialRow> waiting = board.allTrials(WAITING);
    Map<TrialId, TrialRow> rows =
        waiting.rows().stream()
            .collect(Collectors.toMap(row -> row.identity().trial(), Function.identity()));
    // why: what came in since the last look ahead stands at the end until the next one
    List<TrialRow> inOrder =
        Stream.concat(
                now.waits().keySet().stream()
                    .flatMap(trial -> Optional.ofNullable(rows.get(trial)).stream()),
                waiting.rows().stream()
                    .filter(row -> !now.waits().containsKey(row.identity().trial())))
            .toList();
    ObjectNode body =
        RowJson.object()
            .put("offset", waiting.offset())
            .put("generation", waiting.generation())
            .put("total", inOrder.size());
    ArrayNode all = body.putArray("rows");
    Map<ExperimentId, Optional<ExperimentRow>> experiments = new HashMap<>();
    inOrder.stream()
        .skip((long) asked.page() * asked.limit())
        .limit(asked.limit())
        .forEach(
            row ->
                all.add(
                    row(
                        row,
                        now,
                        experiments.computeIfAbsent(
                            row.identity().experiment(),
                            id -> board.experiment(id).map(Board.ExperimentView::row)))));
    Api.send(context, body);
  }

  private static ObjectNode row(TrialRow row, Expected now, Optional<ExperimentRow> experiment) {
    TrialId trial = row.identity().trial();
    ObjectNode json = ExpectedJson.trial(now, trial);
    json.put("trial", trial.value());
    json.put("experiment", row.identity().experiment().value());
    json.put("model", row.identity().model());
    json.put("dataset", row.identity().dataset());
    json.put("seed", row.identity().seed());
    json.put("epoch", row.learning().epoch());
    json.put("epochs", row.identity().epochs());
    json.put("acceptedAt", row.identity().acceptedAt().toString());
    json.put("accepted", row.identity().accepted());
    json.put("number", row.identity().number());
    json.put("owner", experiment.map(ExperimentRow::owner).orElse(""));
    Optional.ofNullable(now.priorities().get(trial))
        .or(() -> experiment.map(ExperimentRow::priority))
        .ifPresent(priority -> json.put("priority", priority));
    return json;
  }
}
