package podium.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import podium.protocol.experiment.Device;
import podium.protocol.experiment.ExperimentSpec;
import podium.protocol.experiment.Limits;
import podium.protocol.experiment.Recipe;
import podium.protocol.experiment.Resources;
import podium.protocol.experiment.Search;
import podium.protocol.experiment.Space;
import podium.protocol.experiment.Stopping;
import podium.protocol.id.NodeAddress;
import podium.protocol.id.TrialId;
import podium.protocol.report.Alive;
import podium.protocol.report.Capacity;
import podium.protocol.report.CheckpointRef;
import podium.protocol.report.DataFacts;
import podium.protocol.report.EpochResult;
import podium.protocol.report.Outcome;
import podium.protocol.report.Progress;
import podium.protocol.report.Report;
import podium.protocol.report.Score;
import podium.protocol.report.Start;
import podium.protocol.report.WorkerCapacity;
import podium.protocol.request.Action;
import podium.protocol.request.Request;
import podium.protocol.request.Request.Reading;

/** Golden files of requests, reports and what is on the progress topic. */
final class MessageGoldenTest {
  private static final DataFacts DATA =
      new DataFacts(
          "ab".repeat(32),
          List.of("tested on val/", "left out: 2 files that are no pictures, such as readme.txt"));

  private static final Progress PROGRESS =
      new Progress(new TrialId("mine-1.1"), 1, "w", "cpu:0", 3, 10, 120, 391, 2100.5);

  private static final Progress PREPARING =
      Progress.before(new TrialId("mine-1.1"), 1, "w", "cpu:0", 10, "decoding", 12_300, 25_000);

  static List<Report> reports() {
    return List.of(
        new Report.Started(
            new TrialId("mine-1.1"), 1, 1, new Start("cpu:0", 11, 22, 32, 10, 1437, 360, 0, DATA)),
        new Report.Epoch(
            new TrialId("mine-1.1"),
            1,
            2,
            new EpochResult(
                1,
                new Score(0.5, 900, 1437),
                Optional.of(new Score(0.25, 300, 360)),
                Optional.empty(),
                0.001,
                3.5,
                410.5,
                1_000_000,
                new CheckpointRef(1, "mine-1.1/1/1", "ab12", 1234),
                "ef56")),
        new Report.Ended(new TrialId("mine-1.1"), 1, 3, Outcome.FAILED_CODE, "disk full"));
  }

  private static String golden(String file) throws IOException {
    try (InputStream in = MessageGoldenTest.class.getResourceAsStream("/golden/" + file)) {
      assertThat(in).as("golden file %s", file).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    }
  }

  private static byte[] later(String json) {
    return bytes(json.replaceFirst("\\{", "{\"later\":{\"a\":[1]},"));
  }

  private static byte[] bytes(String json) {
    return json.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] json) {
    return new String(json, StandardCharsets.UTF_8);
  }

  @Test
  void goldenFiles_everyKindOfReport_hasOne() {
    assertThat(reports().stream().map(Object::getClass).toList())
        .containsExactlyInAnyOrderElementsOf(Arrays.asList(Report.class.getPermittedSubclasses()));
  }

  @ParameterizedTest
  @MethodSource("reports")
  void report_goldenFile_bothWaysAndUnknownFieldsIgnored(Report report) throws IOException {
    String json = golden("report/" + report.getClass().getSimpleName() + ".json");
    assertThat(text(EventCodec.encode(report))).isEqualTo(json);
    assertThat(EventCodec.decodeReport(bytes(json))).isEqualTo(report);
    assertThat(EventCodec.decodeReport(later(json))).isEqualTo(report);
  }

  @Test
  void progress_goldenFiles_bothWaysAndUnknownFieldsIgnored() throws IOException {
    Map<String, Progress> all = Map.of("Progress", PROGRESS, "Preparing", PREPARING);
    for (Map.Entry<String, Progress> each : all.entrySet()) {
      String json = golden("progress/" + each.getKey() + ".json");
      assertThat(text(EventCodec.encode(each.getValue()))).isEqualTo(json);
      assertThat(EventCodec.decodeProgress(bytes(json))).isEqualTo(each.getValue());
      assertThat(EventCodec.decodeProgress(later(json))).isEqualTo(each.getValue());
    }
  }

  @Test
  void progress_ofAnEarlierVersion_isOfTraining() throws IOException {
    Progress progress = EventCodec.decodeProgress(bytes(golden("earlier/Progress.json")));
    assertThat(progress).isEqualTo(PROGRESS);
    assertThat(progress.beforeTraining()).isFalse();
  }

  @Test
  void alive_goldenFile_bothWaysAndUnknownFieldsIgnored() throws IOException {
    String json = golden("progress/Alive.json");
    assertThat(text(EventCodec.encode(new Alive(3, new NodeAddress("10.0.0.5:25520")))))
        .isEqualTo(json);
    assertThat(EventCodec.decodeAlive(bytes(json)))
        .isEqualTo(new Alive(3, new NodeAddress("10.0.0.5:25520")));
    assertThat(EventCodec.decodeAlive(bytes(golden("earlier/Alive.json"))))
        .isEqualTo(new Alive(3, NodeAddress.UNKNOWN));
    assertThat(EventCodec.decodeAlive(later(json)))
        .isEqualTo(new Alive(3, new NodeAddress("10.0.0.5:25520")));
  }

  @Test
  void capacity_goldenFile_bothWaysAndUnknownFieldsIgnored() throws IOException {
    String json = golden("progress/Capacity.json");
    WorkerCapacity capacity =
        new WorkerCapacity(
            "host-a1b2",
            new Capacity(67_430_014_976L, 41_222_144_000L, 270_582_939_648L, 98_112_000_000L));
    assertThat(text(EventCodec.encode(capacity))).isEqualTo(json);
    assertThat(EventCodec.decodeCapacity(bytes(json))).isEqualTo(capacity);
    assertThat(EventCodec.decodeCapacity(later(json))).isEqualTo(capacity);
  }

  @Test
  void capacity_ofNonsense_isNothingRatherThanNonsense() {
    Capacity nonsense = new Capacity(-3, 12, 500, 800);
    assertThat(nonsense).isEqualTo(new Capacity(0, 0, 500, 500));
    assertThat(Capacity.UNKNOWN.saysAnything()).isFalse();
  }

  @Test
  void submit_goldenFile_isReadAsEveryFieldSays() throws IOException {
    ExperimentSpec spec =
        new ExperimentSpec(
            "mine",
            Optional.of("k"),
            "digits",
            Map.of("model", List.of("resnet18")),
            List.of(Map.of("learningRate", List.of(0.1, 0.01))),
            List.of(Map.of("learningRate", 0.1)),
            List.of(Map.of("model", "vgg16")),
            new Search(
                Search.Method.RANDOM,
                2,
                4,
                Map.of("weightDecay", new Space(Space.Scale.UNIFORM, 0, 0.5))),
            Recipe.of(Map.of("epochs", 3L)),
            "none",
            new Resources(Device.CPU),
            5,
            true,
            "ada",
            new Limits(7, 8, 9, 2),
            List.of("first"),
            new Stopping(Stopping.Rule.ASHA, 2, 3, 4, 9));
    assertThat(RequestCodec.read(bytes(golden("request/submit.json")), Optional.empty()))
        .isEqualTo(new Reading.Understood(new Request.Submit(spec)));
  }

  private static final List<Action> ACTIONS =
      List.of(
          new Action.Cancel("mine-1.1"),
          new Action.Pause("mine-1", true),
          new Action.Resume("mine-1"),
          new Action.Retry("mine-1.2", true),
          new Action.Extend("mine-1", 5),
          new Action.Fork(
              "mine-1.2",
              Optional.of(3),
              Map.of("learningRate", 0.01, "epochs", 9L, "nesterov", true)),
          new Action.Change(
              "mine",
              Optional.of(7),
              Optional.of(List.of("week-3")),
              Optional.of(4),
              Optional.of(7200L),
              Optional.of(0L)),
          new Action.ChangeOwner("ada", Optional.of(4), Optional.of(2.5)),
          new Action.Drain("w", Optional.of("cpu:0")),
          new Action.Undrain("w", Optional.empty()),
          new Action.Release("w", Optional.of("cuda:0")),
          new Action.Archive("mine-1"),
          new Action.Unarchive("mine"));

  private static String file(Action action) {
    return action instanceof Action.ChangeOwner ? "change-owner" : action.verb();
  }

  static List<Action> actions() {
    return ACTIONS;
  }

  @ParameterizedTest
  @MethodSource("actions")
  void action_goldenFile_isReadAsEveryFieldSays(Action action) throws IOException {
    assertThat(
            RequestCodec.read(bytes(golden("request/" + file(action) + ".json")), Optional.empty()))
        .isEqualTo(new Reading.Understood(new Request.Act(Optional.of("k"), action)));
  }

  @ParameterizedTest
  @MethodSource("actions")
  void action_asText_isReadAsItself(Action action) {
    assertThat(RequestCodec.read(bytes(RequestCodec.text(action)), Optional.empty()))
        .isEqualTo(new Reading.Understood(new Request.Act(Optional.empty(), action)));
  }

  @Test
  void actions_everyKind_hasAGoldenFile() {
    assertThat(ACTIONS.stream().map(Object::getClass).toList())
        .containsExactlyInAnyOrderElementsOf(Arrays.asList(Action.class.getPermittedSubclasses()));
  }

  // why: what a person misspelt must not be passed over
  @Test
  void request_goldenFileWithAnUnknownField_isRefusedNamingIt() throws IOException {
    List<String> verbs = new ArrayList<>(ACTIONS.stream().map(Action::verb).toList());
    verbs.add("submit");
    for (String verb : verbs) {
      assertThat(RequestCodec.read(later(golden("request/" + verb + ".json")), Optional.empty()))
          .isInstanceOfSatisfying(
              Reading.Refused.class,
              refused ->
                  assertThat(refused.reasons())
                      .singleElement()
                      .asString()
                      .contains("later is not a field"));
    }
  }
}
