package podium.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import podium.protocol.event.Entry;
import podium.protocol.event.Event;
import podium.protocol.event.Policy;
import podium.protocol.event.Slot;
import podium.protocol.event.Source;
import podium.protocol.event.TrialEntry;
import podium.protocol.event.TrialStatus;
import podium.protocol.experiment.Catalog;
import podium.protocol.experiment.ExperimentSpec;
import podium.protocol.experiment.Field;
import podium.protocol.experiment.Limits;
import podium.protocol.experiment.Recipe;
import podium.protocol.experiment.Resources;
import podium.protocol.report.CheckpointRef;
import podium.protocol.report.DataFacts;
import podium.protocol.report.EpochResult;
import podium.protocol.report.Outcome;
import podium.protocol.report.Score;
import podium.protocol.report.Start;

/** Golden files of every kind of event: what is in a log today must be readable for ever. */
final class EventCodecTest {
  private static final DataFacts DATA =
      new DataFacts(
          "ab".repeat(32),
          List.of("tested on val/", "left out: 2 files that are no pictures, such as readme.txt"));

  private static final Source SOURCE = new Source("podium.requests", 0, 7);
  private static final CheckpointRef CHECKPOINT =
      new CheckpointRef(1, "mine-1.1/1/1", "ab12", 1234);
  private static final ExperimentSpec SPEC =
      new ExperimentSpec(
          "mine",
          Optional.of("k"),
          "digits",
          Map.of("model", List.of("resnet18")),
          List.of(Map.of("learningRate", List.of(0.1, 0.01))),
          List.of(Map.of("learningRate", 0.1)),
          List.of(Map.of("model", "vgg16")),
          Recipe.defaults(),
          "none",
          Resources.ANY,
          0,
          "",
          Limits.NONE,
          List.of("first"));

  private static final Event EXPERIMENT =
      new Event.ExperimentAccepted(
          SOURCE, "mine-1", SPEC, List.of(new TrialEntry("mine-1.1", Map.of("model", "resnet18"))));

  private static final Event EPOCH =
      new Event.EpochCompleted(
          "mine-1.1",
          1,
          2,
          new EpochResult(
              1,
              new Score(0.5, 900, 1437),
              Optional.of(new Score(0.25, 300, 360)),
              Optional.of(new Score(0.375, 120, 160)),
              0.001,
              3.5,
              410.5,
              1_000_000,
              CHECKPOINT,
              "ef56"));

  static List<Event> events() {
    return List.of(
        new Event.SchedulerStarted(Policy.DEFAULT, "Jx7pN5uSQ0u8uYr4m3oXKg"),
        EXPERIMENT,
        new Event.RequestRejected(SOURCE, List.of("not JSON"), "nonsense", 8, "cd34"),
        new Event.RequestDuplicate(SOURCE, "k", "mine-1"),
        new Event.RequestsLost("podium.requests", 0, 3, 9, ""),
        new Event.CancelAccepted(SOURCE, Optional.empty(), "mine-1", List.of("mine-1.1")),
        new Event.WorkerRegistered(
            "w", "i", "host", List.of(new Slot("cpu:0", "2 cores")), catalog(), "c0ffee"),
        new Event.WorkerSuspected("w", "i", Duration.ofMillis(4200)),
        new Event.WorkerRecovered("w", "i"),
        new Event.WorkerLost("w", "i", "silent for 8.0 s"),
        new Event.WorkerLeft("w", "i"),
        new Event.TrialPlaced(
            "mine-1.1", 1, "w", "i", "cpu:0", List.of(CHECKPOINT), "first in order"),
        new Event.TrialStarted(
            "mine-1.1", 1, 1, new Start("cpu:0", 11, 22, 32, 10, 1437, 360, 0, DATA)),
        EPOCH,
        new Event.AttemptEnded("mine-1.1", 1, 3, Outcome.SUCCEEDED, "", false),
        new Event.TrialRequeued(
            "mine-1.1", "LOST_WORKER", Optional.of(Instant.parse("2026-11-24T01:02:05.456Z"))),
        new Event.TrialRestarted("mine-1.1", 0, "none came"),
        new Event.TrialEnded("mine-1.1", TrialStatus.SUCCEEDED, "trained to the end"),
        new Event.ReportFenced("mine-1.1", 1, 4, "Epoch", "attempt 2 took its place"));
  }

  private static Catalog catalog() {
    Field.Choice choice = new Field.Choice(List.of("relu", "gelu"));
    return new Catalog(
        List.of(
            new Catalog.Model("alexnet", 63, 64),
            new Catalog.Model(
                "mine",
                8,
                16,
                List.of(
                    new Field("activation", choice, "relu", "", "between layers"),
                    new Field("depth", new Field.Whole(1, 9), 3L, "layers", "of the trunk"),
                    new Field("norm", new Field.Flag(), true, "", "batch normalisation"),
                    new Field("width", new Field.Decimal(0.5, 2), 1.0, "", "factor")))),
        List.of(new Catalog.Dataset("cifar10", 32), new Catalog.Dataset("digits", 32)));
  }

  private static Entry entry(Event event) {
    return new Entry(
        Entry.VERSION, 3, "u-u-i-d", 5, Instant.parse("2026-11-24T01:02:03.456Z"), event);
  }

  private static String golden(Event event) throws IOException {
    return golden("/golden/" + event.getClass().getSimpleName() + ".json");
  }

  private static String golden(String file) throws IOException {
    try (InputStream in = EventCodecTest.class.getResourceAsStream(file)) {
      assertThat(in).as("golden file %s", file).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    }
  }

  @Test
  void goldenFiles_everyKindOfEvent_hasOne() {
    assertThat(events().stream().map(Object::getClass).toList())
        .containsExactlyInAnyOrderElementsOf(Arrays.asList(Event.class.getPermittedSubclasses()));
  }

  @ParameterizedTest
  @MethodSource("events")
  void encode_event_equalsItsGoldenFile(Event event) throws IOException {
    assertThat(new String(EventCodec.encode(entry(event)), StandardCharsets.UTF_8))
        .isEqualTo(golden(event));
  }

  @ParameterizedTest
  @MethodSource("events")
  void decode_goldenFile_equalsTheEvent(Event event) throws IOException {
    assertThat(EventCodec.decodeEntry(golden(event).getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(entry(event));
  }

  @ParameterizedTest
  @MethodSource("events")
  void decode_unknownFields_ignored(Event event) throws IOException {
    String later = golden(event).replaceFirst("\\{", "{\"later\":{\"a\":[1]},");
    assertThat(EventCodec.decodeEntry(later.getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(entry(event));
  }

  @Test
  void decode_logFromBeforeThereWereWeights_hasNone() {
    String before =
        """
        {"version":1,"term":3,"incarnation":"u","index":5,"time":"2026-11-24T01:02:03.456Z","event":\
        {"type":"WorkerRegistered","worker":"w","incarnation":"i","host":"h","slots":[],\
        "catalog":{"models":[],"datasets":[]}}}\
        """;

    Entry entry = EventCodec.decodeEntry(before.getBytes(StandardCharsets.UTF_8));

    assertThat(entry.event())
        .isEqualTo(
            new Event.WorkerRegistered(
                "w", "i", "h", List.of(), new Catalog(List.of(), List.of(), List.of()), ""));
  }

  @Test
  void decode_entriesBeforeValidationAndLimitsOfEpochs_haveNone() throws IOException {
    String epoch = without(golden(EPOCH), ",\"validation\":\\{[^}]*\\}");
    String experiment =
        without(
            golden(EXPERIMENT),
            ",\"(labelSmoothing|clipNorm|validationShare|epochSeconds|precision)\":[^,}]+");

    assertThat(EventCodec.decodeEntry(epoch.getBytes(StandardCharsets.UTF_8)).event())
        .isInstanceOfSatisfying(
            Event.EpochCompleted.class,
            old -> {
              assertThat(old.result().validation()).isEmpty();
              assertThat(old.result().deciding()).contains(new Score(0.25, 300, 360));
            });
    assertThat(EventCodec.decodeEntry(experiment.getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(entry(EXPERIMENT));
  }

  private static String without(String json, String pattern) {
    String older = json.replaceAll(pattern, "");
    assertThat(older).isNotEqualTo(json);
    return older;
  }

  @Test
  void decode_workerOfAnEarlierVersion_hasModelsWithoutOptions() throws IOException {
    byte[] json = golden("/golden/earlier/WorkerRegistered.json").getBytes(StandardCharsets.UTF_8);
    Event.WorkerRegistered event = (Event.WorkerRegistered) EventCodec.decodeEntry(json).event();
    assertThat(event.catalog().models()).hasSize(5);
    assertThat(event.catalog().model("mobilenet_v2"))
        .contains(new Catalog.Model("mobilenet_v2", 32, 32));
    assertThat(event.catalog().offers("mobilenet_v2")).isTrue();
    assertThat(event.catalog().offers("mobilenet_v2(widthMultiplier=1.4)")).isFalse();
  }

  @Test
  void decode_experimentOfAnEarlierVersion_hasItsMatrixAlone() throws IOException {
    byte[] json =
        golden("/golden/earlier/ExperimentAccepted.json").getBytes(StandardCharsets.UTF_8);
    Event.ExperimentAccepted event =
        (Event.ExperimentAccepted) EventCodec.decodeEntry(json).event();
    assertThat(event.spec().zip()).isEmpty();
    assertThat(event.spec().exclude()).isEmpty();
    assertThat(event.spec().include()).isEmpty();
    assertThat(event.spec().assignments()).containsExactly(Map.of("model", "resnet18"));
  }

  @Test
  void decode_startOfAnEarlierVersion_hasNoMultiplyAdds() throws IOException {
    byte[] json = golden("/golden/earlier/TrialStarted.json").getBytes(StandardCharsets.UTF_8);
    Event.TrialStarted event = (Event.TrialStarted) EventCodec.decodeEntry(json).event();
    assertThat(event.start())
        .isEqualTo(new Start("cpu:0", 11, 0, 32, 10, 1437, 360, 0, DataFacts.UNKNOWN));
  }

  @Test
  void decode_entriesFromBeforeTopicsHadIds_haveNone() throws IOException {
    byte[] started =
        golden("/golden/earlier/SchedulerStarted.json").getBytes(StandardCharsets.UTF_8);
    byte[] lost = golden("/golden/earlier/RequestsLost.json").getBytes(StandardCharsets.UTF_8);
    assertThat(EventCodec.decodeEntry(started).event())
        .isEqualTo(new Event.SchedulerStarted(Policy.DEFAULT, ""));
    assertThat(EventCodec.decodeEntry(lost).event())
        .isEqualTo(new Event.RequestsLost("podium.requests", 0, 3, 9, ""));
  }

  @Test
  void decode_jsonThatLacksAFieldOfTheEnvelope_isNoEntry() throws IOException {
    ObjectMapper json = new ObjectMapper();
    String golden = golden("/golden/TrialStarted.json");
    for (String field : List.of("term", "incarnation", "index", "time", "event")) {
      ObjectNode without = (ObjectNode) json.readTree(golden);
      without.remove(field);
      assertNoEntry(without.toString());
      assertNoEntry(without.putNull(field).toString());
    }
  }

  @Test
  void decode_recordsSentToTheWrongTopic_areNoEntries() {
    assertNoEntry(
        "{\"experiment\":\"a\",\"dataset\":\"digits\",\"matrix\":{\"model\":[\"vgg11\"]}}");
    assertNoEntry("{\"trial\":\"a-1.1\",\"attempt\":1,\"epoch\":1}");
    assertNoEntry("{}");
    assertNoEntry("[]");
    assertNoEntry("7");
    assertNoEntry("null");
  }

  private static void assertNoEntry(String json) {
    assertThatThrownBy(() -> EventCodec.decodeEntry(json.getBytes(StandardCharsets.UTF_8)))
        .as(json)
        .isInstanceOf(MalformedMessageException.class);
  }

  @Test
  void decode_entriesOfTheFirstVersion_lackNothing() {
    assertThat(
            old(
                "{\"type\":\"SchedulerStarted\",\"policy\":{\"suspectAfter\":\"PT4S\",\"lostAfter\":\"PT8S\",\"codeFailures\":3,\"infrastructureLosses\":20}}"))
        .isEqualTo(new Event.SchedulerStarted(Policy.DEFAULT, ""));
    assertThat(
            old(
                "{\"type\":\"WorkerRegistered\",\"worker\":\"w\",\"incarnation\":\"i\",\"host\":\"h\",\"slots\":[],\"catalog\":{\"models\":[],\"datasets\":[]}}"))
        .isInstanceOfSatisfying(
            Event.WorkerRegistered.class, worker -> assertThat(worker.checkpointHome()).isEmpty());
    assertThat(
            old(
                "{\"type\":\"AttemptEnded\",\"trial\":\"t\",\"attempt\":1,\"sequence\":3,\"outcome\":\"SUCCEEDED\",\"message\":\"\"}"))
        .isEqualTo(new Event.AttemptEnded("t", 1, 3, Outcome.SUCCEEDED, "", false));
    assertThat(old("{\"type\":\"TrialRequeued\",\"trial\":\"t\",\"reason\":\"LOST_WORKER\"}"))
        .isEqualTo(new Event.TrialRequeued("t", "LOST_WORKER", Optional.empty()));
  }

  private static Event old(String event) {
    String entry =
        "{\"version\":1,\"term\":3,\"incarnation\":\"u\",\"index\":5,\"time\":\"2026-11-24T01:02:03Z\",\"event\":%s}";
    return EventCodec.decodeEntry(entry.formatted(event).getBytes(StandardCharsets.UTF_8)).event();
  }

  @Test
  void decode_unknownType_saysSo() {
    String json = "{\"version\":1,\"event\":{\"type\":\"java.lang.Runtime\"}}";
    assertThatThrownBy(() -> EventCodec.decodeEntry(json.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(MalformedMessageException.class)
        .hasMessageContaining("not a readable Entry");
  }
}
