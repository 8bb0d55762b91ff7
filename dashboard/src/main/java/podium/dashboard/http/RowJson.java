package podium.dashboard.http;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import podium.dashboard.domain.Audit;
import podium.dashboard.domain.Board.WorkerView;
import podium.dashboard.domain.Counts;
import podium.dashboard.domain.EpochRow;
import podium.dashboard.domain.EventRow;
import podium.dashboard.domain.ExperimentRow;
import podium.dashboard.domain.Extremes;
import podium.dashboard.domain.Learning;
import podium.dashboard.domain.RejectedRow;
import podium.dashboard.domain.Standing;
import podium.dashboard.domain.Totals;
import podium.dashboard.domain.TrialData;
import podium.dashboard.domain.TrialIdentity;
import podium.dashboard.domain.TrialRow;
import podium.dashboard.domain.WorkerRow;
import podium.protocol.event.TrialStatus;
import podium.protocol.id.AttemptId;
import podium.protocol.id.TrialId;
import podium.protocol.report.Capacity;
import podium.protocol.report.EpochResult;
import podium.protocol.report.Progress;
import podium.protocol.report.WorkerCapacity;

/** Rows as the flat JSON that browsers and scripts read. Thread-safe. */
final class RowJson {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .addMixIn(TrialRow.class, FlatTrial.class)
          .addMixIn(Learning.class, FlatLearning.class)
          .addMixIn(ExperimentRow.class, FlatExperiment.class)
          .addMixIn(WorkerView.class, FlatWorker.class)
          .addMixIn(EpochRow.class, FlatEpoch.class)
          .build();

  interface FlatTrial {
    @JsonUnwrapped
    TrialIdentity identity();

    @JsonUnwrapped
    Standing standing();

    @JsonUnwrapped
    Learning learning();

    @JsonUnwrapped
    TrialData data();
  }

  interface FlatLearning {
    @JsonUnwrapped
    Extremes extremes();
  }

  interface FlatExperiment {
    @JsonUnwrapped
    Counts counts();
  }

  interface FlatWorker {
    @JsonUnwrapped
    WorkerRow worker();
  }

  interface FlatEpoch {
    @JsonUnwrapped
    EpochResult result();
  }

  private RowJson() {}

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  static ObjectWriter writer() {
    return MAPPER.writer();
  }

  static JsonNode tree(Object value) {
    return MAPPER.valueToTree(value);
  }

  static JsonNode parse(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("stored JSON cannot be read", e);
    }
  }

  static String text(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("cannot write %s".formatted(value.getClass()), e);
    }
  }

  static ObjectNode trial(TrialRow row, Optional<Progress> latest) {
    ObjectNode json = MAPPER.valueToTree(row);
    Optional<Progress> current =
        latest
            .filter(progress -> row.standing().status() == TrialStatus.RUNNING)
            .filter(progress -> progress.attempt() == row.standing().attempts());
    json.put("progress", current.map(RowJson::percent).orElseGet(() -> percent(row)));
    current.ifPresent(progress -> json.put("imagesPerSecond", progress.imagesPerSecond()));
    json.put("doing", "");
    current.filter(Progress::beforeTraining).ifPresent(progress -> preparing(json, progress));
    return json;
  }

  private static void preparing(ObjectNode json, Progress progress) {
    json.put("doing", progress.doing()).put("step", progress.step()).put("steps", progress.steps());
  }

  static ObjectNode worker(
      WorkerView row,
      Function<TrialId, Optional<Progress>> latest,
      Map<String, AttemptId> stuck,
      Optional<Capacity> capacity) {
    ObjectNode json = MAPPER.valueToTree(row);
    json.set("stuck", MAPPER.valueToTree(stuck));
    json.set("capacity", MAPPER.valueToTree(capacity));
    ArrayNode trials = json.putArray("trials");
    for (WorkerView.Current current : row.trials()) {
      ObjectNode trial = MAPPER.valueToTree(current);
      latest
          .apply(current.trial())
          .filter(progress -> progress.attempt() == current.attempt())
          .filter(Progress::beforeTraining)
          .ifPresent(
              progress -> {
                preparing(trial, progress);
                trial.put("progress", percent(progress));
              });
      trials.add(trial);
    }
    return json;
  }

  static ObjectNode audit(Audit audit) {
    ObjectNode json = MAPPER.createObjectNode().put("offset", audit.offset());
    json.set("violations", MAPPER.valueToTree(audit.violations()));
    return audit.earlier() == 0 ? json : json.put("earlier", audit.earlier());
  }

  static ObjectNode progress(Progress progress) {
    ObjectNode json = MAPPER.valueToTree(progress);
    return json.put("progress", percent(progress));
  }

  static ObjectNode capacity(WorkerCapacity capacity) {
    return MAPPER.valueToTree(capacity);
  }

  static ObjectNode rejected(RejectedRow row) {
    ObjectNode json = MAPPER.valueToTree(row);
    return json.put("reason", String.join("; ", row.reasons()));
  }

  static ObjectNode epoch(EpochRow row) {
    ObjectNode json = MAPPER.valueToTree(row);
    json.put("trainAccuracy", row.result().train().accuracy());
    row.result().test().ifPresent(test -> json.put("testAccuracy", test.accuracy()));
    row.result()
        .validation()
        .ifPresent(validation -> json.put("validationAccuracy", validation.accuracy()));
    return json.put("superseded", row.supersededAt().isPresent());
  }

  static ObjectNode point(EpochRow row) {
    EpochResult result = row.result();
    ObjectNode json =
        object()
            .put("epoch", result.epoch())
            .put("attempt", row.attempt())
            .put("time", row.time().toString())
            .put("seconds", result.seconds())
            .put("trainLoss", result.train().loss())
            .put("trainAccuracy", result.train().accuracy());
    result
        .test()
        .ifPresent(test -> json.put("testLoss", test.loss()).put("testAccuracy", test.accuracy()));
    result
        .validation()
        .ifPresent(
            validation ->
                json.put("validationLoss", validation.loss())
                    .put("validationAccuracy", validation.accuracy()));
    row.supersededAt().ifPresent(at -> json.put("superseded", true));
    return json;
  }

  static ObjectNode event(EventRow row) {
    ObjectNode json = MAPPER.valueToTree(row);
    try {
      json.set("json", parse(row.json()));
    } catch (UncheckedIOException otherEncoding) {
      json.put("json", row.json());
    }
    return json;
  }

  static ObjectNode position(String generation, long offset, Totals totals) {
    ObjectNode json = object().put("generation", generation).put("offset", offset);
    json.set("lastEvent", tree(totals.time()));
    return json;
  }

  /** Of all epochs, or of what is done before the first. */
  private static double percent(Progress progress) {
    return progress.beforeTraining()
        ? share(progress.share(), 1)
        : share(progress.epoch() - 1 + progress.share(), progress.epochs());
  }

  private static double percent(TrialRow row) {
    return share(row.learning().epoch(), row.identity().epochs());
  }

  private static double share(double done, int all) {
    return Math.round(1000 * Math.clamp(done / Math.max(1, all), 0, 1)) / 10.0;
  }
}
