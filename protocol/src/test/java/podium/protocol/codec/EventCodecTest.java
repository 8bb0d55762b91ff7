package podium.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonSubTypes;
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
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import podium.protocol.Samples;
import podium.protocol.event.Deadlines;
import podium.protocol.event.DecisionSettings;
import podium.protocol.event.Entry;
import podium.protocol.event.Envelope;
import podium.protocol.event.Event;
import podium.protocol.event.Quarantine;
import podium.protocol.event.Reason;
import podium.protocol.event.RequestFact;
import podium.protocol.event.Slot;
import podium.protocol.event.Source;
import podium.protocol.event.TrialStatus;
import podium.protocol.experiment.Catalog;
import podium.protocol.experiment.Recipe;
import podium.protocol.experiment.Stopping;
import podium.protocol.id.ExperimentId;
import podium.protocol.id.NodeAddress;
import podium.protocol.id.TrialId;
import podium.protocol.report.DataFacts;
import podium.protocol.report.Outcome;
import podium.protocol.report.Score;
import podium.protocol.report.Start;
import podium.protocol.request.Action;

/** Golden files of every kind of event: what is in a log today must be readable for ever. */
final class EventCodecTest {
  static List<Event> events() {
    return Samples.EVENTS;
  }

  private static final DecisionSettings FIRST_RULES =
      new DecisionSettings(
              Duration.ofSeconds(4),
              Duration.ofSeconds(8),
              3,
              20,
              10,
              Duration.ofSeconds(2),
              Duration.ofMinutes(2),
              Deadlines.DEFAULT,
              Duration.ofDays(1),
              "order",
              1)
          .with(Quarantine.NEVER);

  private static Entry entry(Event event) {
    return Samples.entry(event);
  }

  private static String golden(Event event) throws IOException {
    return golden("/golden/format2/" + event.type() + ".json");
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

  @Test
  void eventsWithASource_areFactsOfRequests() {
    List<Class<?>> withSource =
        events().stream()
            .map(Object::getClass)
            .filter(
                type ->
                    Arrays.stream(type.getRecordComponents())
                        .anyMatch(part -> part.getType() == Source.class))
            .collect(java.util.stream.Collectors.toList());
    assertThat(withSource).hasSizeGreaterThan(4).allMatch(RequestFact.class::isAssignableFrom);
  }

  @Test
  void reasons_everyKind_hasACode() {
    assertThat(
            Arrays.stream(Reason.class.getAnnotation(JsonSubTypes.class).value())
                .map(JsonSubTypes.Type::value)
                .toList())
        .containsExactlyInAnyOrderElementsOf(Arrays.asList(Reason.class.getPermittedSubclasses()));
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

  /** Kinds of events of which the first format has sentences where there are codes now. */
  private static final Map<Class<? extends Event>, String> SENTENCES =
      Map.of(
          Event.WorkerLost.class, "silent for 8.0 s",
          Event.TrialPlaced.class, "first in order",
          Event.TrialRequeued.class, "LOST_WORKER",
          Event.TrialRestarted.class, "none came",
          Event.TrialEnded.class, "trained to the end",
          Event.ReportFenced.class, "attempt 2 took its place");

  static List<Event> eventsOfTheFirstFormat() {
    Set<Class<?>> later =
        Set.of(
            Event.ReignBegun.class,
            Event.SchedulerStoodDown.class,
            Event.SnapshotTaken.class,
            Event.WorkerForgotten.class,
            Event.RequestAccepted.class,
            Event.TrialPaused.class,
            Event.PreemptionOrdered.class,
            Event.SlotQuarantined.class,
            Event.SlotProbed.class,
            Event.TrialSuggested.class,
            Event.SlotsReserved.class,
            Event.TrialPromoted.class,
            Event.WorkerLeaving.class,
            Event.AttemptReadopted.class,
            Event.StopOrdered.class,
            Event.SlotFreed.class);
    return Samples.EVENTS.stream().filter(it -> !later.contains(it.getClass())).toList();
  }

  @ParameterizedTest
  @MethodSource("eventsOfTheFirstFormat")
  void decode_goldenFileOfTheFirstFormat_isReadForEver(Event event) throws IOException {
    Entry entry =
        EventCodec.decodeEntry(
            golden("/golden/format1/" + event.type() + ".json").getBytes(StandardCharsets.UTF_8));
    assertThat(entry.envelope())
        .isEqualTo(
            new Envelope(
                1, 3, "u-u-i-d", 5, "", event.type(), Instant.parse("2026-11-24T01:02:03.456Z")));
    String sentence = SENTENCES.get(event.getClass());
    if (event instanceof Event.SchedulerStarted started) {
      assertThat(entry.event())
          .isEqualTo(
              new Event.SchedulerStarted(
                  FIRST_RULES, started.requestsTopic(), NodeAddress.UNKNOWN));
    } else if (event instanceof Event.WorkerRegistered worker) {
      assertThat(entry.event())
          .isEqualTo(
              new Event.WorkerRegistered(
                  worker.worker(),
                  worker.incarnation(),
                  worker.host(),
                  worker.slots(),
                  worker.catalog(),
                  worker.checkpointHome(),
                  List.of(),
                  NodeAddress.UNKNOWN));
    } else if (sentence == null) {
      assertThat(entry.event()).isEqualTo(event);
    } else {
      assertThat(reasonOf(entry.event())).isEqualTo(new Reason.Said(sentence));
    }
  }

  private static Reason reasonOf(Event event) {
    return switch (event) {
      case Event.WorkerLost lost -> lost.reason();
      case Event.TrialPlaced placed -> placed.reason();
      case Event.TrialRequeued requeued -> requeued.reason();
      case Event.TrialRestarted restarted -> restarted.reason();
      case Event.TrialEnded ended -> ended.reason();
      case Event.ReportFenced fenced -> fenced.reason();
      default -> throw new AssertionError(event + " has no reason");
    };
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
                "w",
                "i",
                "h",
                List.of(),
                new Catalog(List.of(), List.of(), List.of()),
                "",
                List.of(),
                NodeAddress.UNKNOWN));
  }

  @Test
  void decode_entriesBeforeValidationAndLimitsOfEpochs_haveNone() throws IOException {
    String epoch = without(golden(Samples.EPOCH), ",\"validation\":\\{[^}]*\\}");
    String experiment =
        without(
            golden(Samples.EXPERIMENT),
            ",\"(labelSmoothing|clipNorm|validationShare|epochSeconds|precision)\":[^,}]+");

    assertThat(EventCodec.decodeEntry(epoch.getBytes(StandardCharsets.UTF_8)).event())
        .isInstanceOfSatisfying(
            Event.EpochCompleted.class,
            old -> {
              assertThat(old.result().validation()).isEmpty();
              assertThat(old.result().deciding()).contains(new Score(0.25, 300, 360));
            });
    assertThat(EventCodec.decodeEntry(experiment.getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(entry(Samples.EXPERIMENT));
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
  void decode_workerFromBeforeGpusWereTold_hasNone() throws IOException {
    byte[] json =
        golden("/golden/earlier/format2/WorkerRegisteredWithoutGpus.json")
            .getBytes(StandardCharsets.UTF_8);
    assertThat(EventCodec.decodeEntry(json).event())
        .isInstanceOfSatisfying(
            Event.WorkerRegistered.class,
            worker -> assertThat(worker.slots()).containsExactly(new Slot("cpu:0", "2 cores")));
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
  void decode_recipeOfAnEarlierVersion_isTheOneThatSaysNothing() throws IOException {
    byte[] json =
        golden("/golden/earlier/format2/ExperimentAccepted.json").getBytes(StandardCharsets.UTF_8);
    assertThat(EventCodec.decodeEntry(json).event())
        .isInstanceOfSatisfying(
            Event.ExperimentAccepted.class,
            event -> assertThat(event.spec().recipe()).isEqualTo(Recipe.defaults()));
  }

  @Test
  void decode_experimentFromBeforeTrialsWereStopped_trainsAllToTheEnd() throws IOException {
    byte[] json =
        golden("/golden/earlier/format2/ExperimentAcceptedBeforeStopping.json")
            .getBytes(StandardCharsets.UTF_8);
    assertThat(EventCodec.decodeEntry(json).event())
        .isInstanceOfSatisfying(
            Event.ExperimentAccepted.class,
            event -> assertThat(event.spec().stopping()).isEqualTo(Stopping.NONE));
  }

  @Test
  void decode_startOfAnEarlierVersion_hasNoMultiplyAdds() throws IOException {
    byte[] json = golden("/golden/earlier/TrialStarted.json").getBytes(StandardCharsets.UTF_8);
    Event.TrialStarted event = (Event.TrialStarted) EventCodec.decodeEntry(json).event();
    assertThat(event.start())
        .isEqualTo(new Start("cpu:0", 11, 0, 32, 10, 1437, 360, 0, DataFacts.UNKNOWN));
  }

  @Test
  void decode_startFromBeforeGpusWereTold_hasNone() throws IOException {
    byte[] json =
        golden("/golden/earlier/format2/TrialStartedWithoutGpu.json")
            .getBytes(StandardCharsets.UTF_8);
    assertThat(EventCodec.decodeEntry(json).event())
        .isInstanceOfSatisfying(
            Event.TrialStarted.class, event -> assertThat(event.start().gpu()).isEmpty());
  }

  @Test
  void decode_entriesFromBeforeThereWereAddresses_haveNone() throws IOException {
    byte[] started =
        golden("/golden/earlier/format2/SchedulerStarted.json").getBytes(StandardCharsets.UTF_8);
    byte[] registered =
        golden("/golden/earlier/format2/WorkerRegistered.json").getBytes(StandardCharsets.UTF_8);
    assertThat(EventCodec.decodeEntry(started).event())
        .isEqualTo(
            new Event.SchedulerStarted(
                DecisionSettings.DEFAULT.with(Quarantine.NEVER).withRules(2),
                "Jx7pN5uSQ0u8uYr4m3oXKg",
                NodeAddress.UNKNOWN));
    assertThat(EventCodec.decodeEntry(registered).event())
        .isInstanceOfSatisfying(
            Event.WorkerRegistered.class,
            worker -> assertThat(worker.address()).isEqualTo(NodeAddress.UNKNOWN));
  }

  @Test
  void decode_entriesFromBeforeTopicsHadIds_haveNone() throws IOException {
    byte[] started =
        golden("/golden/earlier/SchedulerStarted.json").getBytes(StandardCharsets.UTF_8);
    byte[] lost = golden("/golden/earlier/RequestsLost.json").getBytes(StandardCharsets.UTF_8);
    assertThat(EventCodec.decodeEntry(started).event())
        .isEqualTo(new Event.SchedulerStarted(FIRST_RULES, "", NodeAddress.UNKNOWN));
    assertThat(EventCodec.decodeEntry(lost).event())
        .isEqualTo(new Event.RequestsLost("podium.requests", 0, 3, 9, ""));
  }

  @Test
  void decode_entriesFromBeforeThereWereLimitsOfSlots_haveNone() throws IOException {
    byte[] started =
        golden("/golden/earlier/SchedulerStartedWithoutOwners.json")
            .getBytes(StandardCharsets.UTF_8);
    assertThat(EventCodec.decodeEntry(started).event())
        .isInstanceOfSatisfying(
            Event.SchedulerStarted.class,
            event ->
                assertThat(event.settings())
                    .isEqualTo(DecisionSettings.DEFAULT.with(Quarantine.NEVER).withRules(2)));
    byte[] accepted =
        golden("/golden/earlier/ExperimentAcceptedWithoutSlots.json")
            .getBytes(StandardCharsets.UTF_8);
    assertThat(EventCodec.decodeEntry(accepted)).isEqualTo(entry(Samples.EXPERIMENT));
  }

  @Test
  void decode_entriesFromBeforeAnythingMadeWay_nothingDoes() throws IOException {
    byte[] started =
        golden("/golden/earlier/format2/SchedulerStartedWithoutMakeWay.json")
            .getBytes(StandardCharsets.UTF_8);
    assertThat(EventCodec.decodeEntry(started).event())
        .isInstanceOfSatisfying(
            Event.SchedulerStarted.class,
            event ->
                assertThat(event.settings())
                    .isEqualTo(DecisionSettings.DEFAULT.with(Quarantine.NEVER).withRules(2)));
    byte[] accepted =
        golden("/golden/earlier/format2/ExperimentAcceptedWithoutPreempt.json")
            .getBytes(StandardCharsets.UTF_8);
    assertThat(EventCodec.decodeEntry(accepted)).isEqualTo(entry(Samples.EXPERIMENT));
  }

  @Test
  void decode_experimentFromBeforeThereWereSearches_takesEveryCombination() throws IOException {
    byte[] accepted =
        golden("/golden/earlier/format2/ExperimentAcceptedWithoutSearch.json")
            .getBytes(StandardCharsets.UTF_8);
    assertThat(EventCodec.decodeEntry(accepted)).isEqualTo(entry(Samples.EXPERIMENT));
  }

  @Test
  void decode_entriesFromBeforeTrialsHadSeveralSlots_haveOne() throws IOException {
    byte[] accepted =
        golden("/golden/earlier/format2/ExperimentAcceptedOfOneSlot.json")
            .getBytes(StandardCharsets.UTF_8);
    assertThat(EventCodec.decodeEntry(accepted)).isEqualTo(entry(Samples.EXPERIMENT));
    byte[] registered =
        golden("/golden/earlier/format2/WorkerRegisteredOfOneSlot.json")
            .getBytes(StandardCharsets.UTF_8);
    assertThat(EventCodec.decodeEntry(registered))
        .isEqualTo(entry(Samples.of(Event.WorkerRegistered.class)));
  }

  @Test
  void workerThatKeepsEveryNthCheckpoint_bothWays_andOneFromBefore_keepsNone() throws IOException {
    var plain = (Event.WorkerRegistered) Samples.of(Event.WorkerRegistered.class);
    Entry keeping =
        entry(
            new Event.WorkerRegistered(
                plain.worker(),
                plain.incarnation(),
                plain.host(),
                plain.slots(),
                plain.catalog(),
                plain.checkpointHome(),
                plain.holds(),
                plain.address(),
                5));
    assertThat(EventCodec.decodeEntry(EventCodec.encode(keeping))).isEqualTo(keeping);
    byte[] before =
        golden("/golden/earlier/format2/WorkerRegisteredWithoutKeeping.json")
            .getBytes(StandardCharsets.UTF_8);
    assertThat(EventCodec.decodeEntry(before)).isEqualTo(entry(plain));
  }

  @Test
  void decode_experimentFromBeforeThereWereForecasts_hasNone() throws IOException {
    byte[] accepted =
        golden("/golden/earlier/format2/ExperimentAcceptedWithoutForecast.json")
            .getBytes(StandardCharsets.UTF_8);
    assertThat(EventCodec.decodeEntry(accepted)).isEqualTo(entry(Samples.EXPERIMENT));
  }

  @Test
  void experimentOfASearch_goldenFile_bothWays() throws IOException {
    String json = golden("/golden/search/ExperimentAccepted.json");
    Entry entry = entry(Samples.SEARCH);
    assertThat(new String(EventCodec.encode(entry), StandardCharsets.UTF_8)).isEqualTo(json);
    assertThat(EventCodec.decodeEntry(json.getBytes(StandardCharsets.UTF_8))).isEqualTo(entry);
  }

  @Test
  void changeOfLimits_goldenFile_bothWays() throws IOException {
    String json = golden("/golden/change/RequestAccepted.json");
    Entry entry = entry(changed(Optional.of(7200L), Optional.of(0L)));
    assertThat(new String(EventCodec.encode(entry), StandardCharsets.UTF_8)).isEqualTo(json);
    assertThat(EventCodec.decodeEntry(json.getBytes(StandardCharsets.UTF_8))).isEqualTo(entry);
  }

  @Test
  void decode_changeFromBeforeLimitsOfTimeCouldBeChanged_leavesThem() throws IOException {
    byte[] changed =
        golden("/golden/earlier/format2/RequestAcceptedWithoutLimitsOfTime.json")
            .getBytes(StandardCharsets.UTF_8);
    assertThat(EventCodec.decodeEntry(changed))
        .isEqualTo(entry(changed(Optional.empty(), Optional.empty())));
  }

  private static Event changed(Optional<Long> wallSeconds, Optional<Long> epochSeconds) {
    return new Event.RequestAccepted(
        new Source("podium.requests", 0, 7),
        Optional.of("k"),
        new Action.Change(
            "mine-1",
            Optional.empty(),
            Optional.empty(),
            Optional.of(4),
            wallSeconds,
            epochSeconds),
        List.of(new ExperimentId("mine-1")),
        List.of());
  }

  @Test
  void experimentOfAFork_goldenFile_bothWays() throws IOException {
    String json = golden("/golden/fork/ExperimentAccepted.json");
    Entry entry = entry(Samples.FORK);
    assertThat(new String(EventCodec.encode(entry), StandardCharsets.UTF_8)).isEqualTo(json);
    assertThat(EventCodec.decodeEntry(json.getBytes(StandardCharsets.UTF_8))).isEqualTo(entry);
  }

  @Test
  void forkThatNobodyCouldBegin_goldenFile_bothWays() throws IOException {
    String json = golden("/golden/fork/TrialEnded.json");
    Reason.CheckpointAway away = new Reason.CheckpointAway(Duration.ofMinutes(2), 3, "c0ffee", "w");
    Event ended =
        new Event.TrialEnded(
            new TrialId("mine-2.1"), TrialStatus.FAILED, new Reason.BaseOutOfReach(away));
    assertThat(new String(EventCodec.encode(entry(ended)), StandardCharsets.UTF_8)).isEqualTo(json);
    assertThat(EventCodec.decodeEntry(json.getBytes(StandardCharsets.UTF_8)).event())
        .isEqualTo(ended);
    assertThat(new Reason.BaseOutOfReach(away).told())
        .isEqualTo(
            "waited 120 s for a worker that sees the checkpoint of epoch 3 (home c0ffee, written by"
                + " w), with which it begins; none came, and it cannot begin without: start that"
                + " worker, and retry it");
  }

  @Test
  void decode_settingsFromBeforeTheQueueHadALimit_haveTheDefault() throws IOException {
    byte[] started =
        golden("/golden/earlier/SchedulerStartedWithoutLimit.json")
            .getBytes(StandardCharsets.UTF_8);
    assertThat(EventCodec.decodeEntry(started).event())
        .isInstanceOfSatisfying(
            Event.SchedulerStarted.class,
            event ->
                assertThat(event.settings())
                    .isEqualTo(DecisionSettings.DEFAULT.with(Quarantine.NEVER).withRules(2)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"format1", "format2"})
  void decode_jsonThatLacksAFieldOfTheEnvelope_isNoEntry(String format) throws IOException {
    ObjectMapper json = new ObjectMapper();
    String golden = golden("/golden/" + format + "/TrialStarted.json");
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
        .isEqualTo(new Event.SchedulerStarted(FIRST_RULES, "", NodeAddress.UNKNOWN));
    assertThat(
            old(
                "{\"type\":\"WorkerRegistered\",\"worker\":\"w\",\"incarnation\":\"i\",\"host\":\"h\",\"slots\":[],\"catalog\":{\"models\":[],\"datasets\":[]}}"))
        .isInstanceOfSatisfying(
            Event.WorkerRegistered.class, worker -> assertThat(worker.checkpointHome()).isEmpty());
    assertThat(
            old(
                "{\"type\":\"AttemptEnded\",\"trial\":\"t-1.1\",\"attempt\":1,\"sequence\":3,\"outcome\":\"SUCCEEDED\",\"message\":\"\"}"))
        .isEqualTo(
            new Event.AttemptEnded(new TrialId("t-1.1"), 1, 3, Outcome.SUCCEEDED, "", false));
    assertThat(old("{\"type\":\"TrialRequeued\",\"trial\":\"t-1.1\",\"reason\":\"LOST_WORKER\"}"))
        .isEqualTo(
            new Event.TrialRequeued(
                new TrialId("t-1.1"), new Reason.Said("LOST_WORKER"), Optional.empty()));
  }

  private static Event old(String event) {
    String entry =
        "{\"version\":1,\"term\":3,\"incarnation\":\"u\",\"index\":5,\"time\":\"2026-11-24T01:02:03Z\",\"event\":%s}";
    return EventCodec.decodeEntry(entry.formatted(event).getBytes(StandardCharsets.UTF_8)).event();
  }

  @Test
  void decode_unknownType_saysSo() throws IOException {
    String json =
        golden("/golden/format2/WorkerLeft.json")
            .replace("\"WorkerLeft\"", "\"java.lang.Runtime\"");
    assertThatThrownBy(() -> EventCodec.decodeEntry(json.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(MalformedMessageException.class)
        .hasMessageContaining("events of type java.lang.Runtime are not known to this version");
  }
}
