package podium.cli.view;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import podium.dashboard.domain.BoardHash;
import podium.engine.audit.Auditor;
import podium.engine.audit.Violation;
import podium.engine.forecast.Expected;
import podium.engine.forecast.Outlook;
import podium.engine.forecast.Window;
import podium.protocol.event.ForkedFrom;
import podium.protocol.id.TrialId;
import podium.protocol.report.EpochResult;

/** What commands answer, for other programs. Stateless. */
public final class AnswerJson {
  private static final ObjectMapper JSON = new ObjectMapper().registerModule(new Jdk8Module());

  private AnswerJson() {}

  /** What became of a request. */
  public static ObjectNode of(Fact fact) {
    ObjectNode json = JSON.createObjectNode();
    switch (fact) {
      case Fact.Accepted accepted -> {
        json.put("outcome", "ACCEPTED").put("request", accepted.verb());
        json.put("experiment", accepted.experiment().value());
        trials(json, accepted.trials());
        json.put("toCome", accepted.toCome());
      }
      case Fact.Asked asked -> {
        json.put("outcome", "ACCEPTED").put("request", asked.action().verb());
        json.setAll((ObjectNode) JSON.valueToTree(asked.action()));
        json.remove("verb");
        trials(json, asked.trials());
      }
      case Fact.Duplicate duplicate ->
          json.put("outcome", "DUPLICATE").put("key", duplicate.key()).put("of", duplicate.of());
      case Fact.Rejected rejected -> {
        ArrayNode reasons = json.put("outcome", "REJECTED").putArray("reasons");
        rejected.reasons().forEach(reasons::add);
      }
    }
    return json;
  }

  /** What the rows of a board come to, and the offset it is at. */
  public static ObjectNode of(BoardHash hash) {
    return JSON.createObjectNode()
        .put("offset", hash.position().offset())
        .put("boardHash", hash.sha256());
  }

  /** What a file of the log holds, and what is wrong with it. */
  public static ObjectNode verified(long records, String head, List<String> damage) {
    ObjectNode json = JSON.createObjectNode();
    json.put("records", records).put("head", head);
    json.set("damage", JSON.valueToTree(damage));
    return json;
  }

  /** A part of the log, as it was written into a file. */
  public static ObjectNode exported(Path file, long records, String head) {
    return JSON.createObjectNode()
        .put("file", file.toString())
        .put("records", records)
        .put("head", head);
  }

  /** A model, as it was written into a file. */
  public static ObjectNode exported(Path file, TrialRow row, EpochResult epoch) {
    ObjectNode json = JSON.createObjectNode().put("file", file.toString());
    json.put("trial", row.trial().value()).put("model", row.spec().model());
    json.put("epoch", epoch.epoch()).put("stateHash", epoch.stateHash());
    epoch.test().ifPresent(test -> json.put("testAccuracy", test.accuracy()));
    return json;
  }

  /** An epoch as the log has it, and as it came out once more. */
  public static ObjectNode verified(
      String trial, EpochResult told, EpochResult found, List<String> reasons) {
    ObjectNode json = JSON.createObjectNode().put("trial", trial).put("epoch", told.epoch());
    json.put("exact", found.stateHash().equals(told.stateHash()));
    state(json.putObject("log"), told);
    state(json.putObject("recomputed"), found);
    json.set("reasons", JSON.valueToTree(reasons));
    return json;
  }

  private static void state(ObjectNode json, EpochResult epoch) {
    json.put("stateHash", epoch.stateHash()).put("trainLoss", epoch.train().loss());
  }

  /** Whether a claim held, why, and the list that shows it. */
  public static ObjectNode proved(String claim, boolean held, String why, List<String> lines) {
    ObjectNode json = JSON.createObjectNode().put("claim", claim);
    json.put("held", held).put("why", why);
    json.set("lines", JSON.valueToTree(lines));
    return json;
  }

  /** The data sets that workers offer. */
  public static ArrayNode datasets(LogView view) {
    ArrayNode all = JSON.createArrayNode();
    for (OfferedData one : OfferedData.of(view)) {
      ObjectNode json = all.addObject().put("dataset", one.name());
      json.put("imageSize", one.imageSize());
      one.workers().forEach(json.putArray("workers")::add);
    }
    return all;
  }

  /** What an audit of a whole log came to. */
  public static ObjectNode of(Auditor auditor, List<Violation> found) {
    ObjectNode json = JSON.createObjectNode();
    json.put("entries", auditor.entries()).put("voided", auditor.voided());
    json.put("notUnderstood", auditor.notUnderstood());
    ArrayNode violations = json.putArray("violations");
    for (Violation violation : found) {
      violations
          .addObject()
          .put("offset", violation.offset())
          .put("invariant", violation.invariant().name())
          .put("meaning", violation.invariant().meaning())
          .put("withoutEffect", violation.withoutEffect())
          .put("what", violation.what());
    }
    return json;
  }

  private static void trials(ObjectNode json, List<TrialId> trials) {
    ArrayNode array = json.putArray("trials");
    trials.forEach(trial -> array.add(trial.value()));
  }

  /** Rows of values by name. */
  public static ArrayNode rows(List<Map<String, Object>> rows) {
    return JSON.valueToTree(rows);
  }

  /** Experiments with their trials, the queue in its order, and workers. */
  public static ObjectNode status(LogView view, List<ExperimentRow> experiments) {
    ObjectNode json = JSON.createObjectNode();
    ArrayNode all = json.putArray("experiments");
    for (ExperimentRow row : experiments) {
      ObjectNode one = all.addObject().put("experiment", row.experiment().value());
      one.put("name", row.spec().experiment()).put("dataset", row.spec().dataset());
      one.put("owner", row.spec().owner()).put("accepted", row.accepted().toString());
      one.put("archived", view.isArchived(row.experiment()));
      ArrayNode trials = one.putArray("trials");
      view.trialsOf(row.experiment()).forEach(trial -> trials.add(trial(trial)));
    }
    ArrayNode queue = json.putArray("queue");
    view.queue().forEach(row -> queue.add(row.trial().value()));
    ObjectNode waits = json.putObject("waits");
    view.queue().forEach(row -> waits.put(row.trial().value(), view.waitsFor(row.trial())));
    json.set("expected", expected(view.expected(), experiments));
    ArrayNode workers = json.putArray("workers");
    for (WorkerRow row : view.workers()) {
      ObjectNode worker = workers.addObject().put("worker", row.worker()).put("host", row.host());
      worker.put("health", row.health().name());
      ArrayNode slots = worker.putArray("slots");
      row.slots()
          .forEach(
              slot ->
                  slots
                      .addObject()
                      .put("slot", slot.name())
                      .put("drained", row.drained(slot))
                      .put("leftOut", row.resting().containsKey(slot.name()))
                      .put("reason", row.resting().getOrDefault(slot.name(), "")));
    }
    return json;
  }

  private static ObjectNode lineage(ForkedFrom from) {
    return JSON.createObjectNode().put("trial", from.trial().value()).put("epoch", from.epoch());
  }

  private static ObjectNode expected(Expected expected, List<ExperimentRow> of) {
    ObjectNode json = JSON.createObjectNode();
    ObjectNode experiments = json.putObject("experiments");
    of.forEach(
        row ->
            expected
                .forecasts()
                .of(row.experiment())
                .ifPresent(it -> experiments.set(row.experiment().value(), window(it))));
    ObjectNode trials = json.putObject("trials");
    expected
        .forecasts()
        .trials()
        .forEach((trial, outlook) -> trials.set(trial.value(), outlook(outlook)));
    json.putObject("calibration")
        .put("judged", expected.tally().judged())
        .put("within", expected.tally().within())
        .put("leftOut", expected.tally().leftOut());
    return json;
  }

  private static ObjectNode outlook(Outlook outlook) {
    ObjectNode json = JSON.createObjectNode();
    outlook.start().ifPresent(it -> json.set("start", window(it)));
    outlook.end().ifPresent(it -> json.set("end", window(it)));
    outlook.unknown().ifPresent(it -> json.put("unknown", it.told()));
    return json;
  }

  private static ObjectNode window(Window window) {
    ObjectNode json = JSON.createObjectNode().put("earliest", window.earliest().toString());
    window.likely().ifPresent(it -> json.put("likely", it.toString()));
    window.latest().ifPresent(it -> json.put("latest", it.toString()));
    return json;
  }

  private static ObjectNode trial(TrialRow row) {
    ObjectNode json = JSON.createObjectNode().put("trial", row.trial().value());
    json.put("model", row.spec().model());
    json.set("assignment", JSON.valueToTree(row.assignment()));
    row.forkedFrom().ifPresent(from -> json.set("forkedFrom", lineage(from)));
    json.put("status", row.status().name()).put("reason", row.reason());
    json.put("attempts", row.attempts()).put("slot", row.place());
    json.put("epoch", row.epoch()).put("epochs", row.epochs()).put("seconds", row.seconds());
    row.trainAccuracy().ifPresent(share -> json.put("trainAccuracy", share));
    row.bestTestAccuracy().ifPresent(share -> json.put("testAccuracy", share));
    return json;
  }
}
