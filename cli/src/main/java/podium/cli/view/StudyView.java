package podium.cli.view;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import podium.engine.study.Outcome;
import podium.engine.study.Spread;

/** What a study of a trace came to, for people and for programs. Stateless. */
public final class StudyView {
  private static final ObjectMapper JSON = new ObjectMapper();

  private StudyView() {}

  /** As lines of a table and sentences. */
  public static List<String> lines(Outcome outcome) {
    Table table = new Table("seconds", ">mean", ">median", ">p95", ">p99");
    row(table, "completion", outcome.completion());
    row(table, "waiting", outcome.waiting());
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s jobs on %s nodes of %s slots"
            .formatted(
                Words.count(outcome.jobs().size()),
                Words.count(outcome.cluster().nodes()),
                Words.count(outcome.cluster().slotsPerNode())));
    lines.addAll(table.lines());
    lines.add("makespan %s s".formatted(Words.decimal(outcome.makespan())));
    lines.add("utilisation %s".formatted(Words.percent(outcome.utilisation())));
    return lines;
  }

  private static void row(Table table, String name, Spread spread) {
    table.row(
        name,
        Words.decimal(spread.mean()),
        Words.decimal(spread.median()),
        Words.decimal(spread.p95()),
        Words.decimal(spread.p99()));
  }

  /** As an object: seconds, and utilisation as a share. */
  public static ObjectNode json(Outcome outcome) {
    ObjectNode json = JSON.createObjectNode();
    json.put("jobs", outcome.jobs().size());
    json.put("nodes", outcome.cluster().nodes());
    json.put("slotsPerNode", outcome.cluster().slotsPerNode());
    json.set("completion", json(outcome.completion()));
    json.set("waiting", json(outcome.waiting()));
    return json.put("makespan", outcome.makespan()).put("utilisation", outcome.utilisation());
  }

  private static ObjectNode json(Spread spread) {
    return JSON.createObjectNode()
        .put("mean", spread.mean())
        .put("median", spread.median())
        .put("p95", spread.p95())
        .put("p99", spread.p99());
  }
}
