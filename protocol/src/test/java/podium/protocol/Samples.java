package podium.protocol;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import podium.protocol.event.DecisionSettings;
import podium.protocol.event.Entry;
import podium.protocol.event.Event;
import podium.protocol.event.Forecast;
import podium.protocol.event.ForkedFrom;
import podium.protocol.event.Grant;
import podium.protocol.event.Holding;
import podium.protocol.event.Reason;
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
import podium.protocol.experiment.Search;
import podium.protocol.experiment.Space;
import podium.protocol.experiment.Stopping;
import podium.protocol.id.ExperimentId;
import podium.protocol.id.NodeAddress;
import podium.protocol.id.TrialId;
import podium.protocol.report.CheckpointRef;
import podium.protocol.report.DataFacts;
import podium.protocol.report.EpochResult;
import podium.protocol.report.Outcome;
import podium.protocol.report.Score;
import podium.protocol.report.Start;
import podium.protocol.request.Action;

/** An event of each kind, for tests. */
public final class Samples {
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
          Search.GRID,
          Recipe.defaults(),
          "none",
          Resources.ANY,
          0,
          false,
          "",
          Limits.NONE,
          List.of("first"),
          Stopping.NONE);

  private static final ExperimentSpec DRAWN =
      new ExperimentSpec(
          "mine",
          Optional.empty(),
          "digits",
          Map.of("model", List.of("resnet18")),
          List.of(),
          List.of(),
          List.of(),
          new Search(
              Search.Method.RANDOM,
              2,
              7,
              Map.of("learningRate", new Space(Space.Scale.LOG, 1e-4, 0.1))),
          Recipe.defaults(),
          "none",
          Resources.ANY,
          0,
          false,
          "",
          Limits.NONE,
          List.of(),
          Stopping.NONE);

  /** An experiment whose points are drawn. */
  public static final Event SEARCH =
      new Event.ExperimentAccepted(
          SOURCE,
          new ExperimentId("mine-1"),
          DRAWN,
          List.of(
              new TrialEntry(new TrialId("mine-1.1"), DRAWN.assignments().get(0)),
              new TrialEntry(new TrialId("mine-1.2"), DRAWN.assignments().get(1))),
          Optional.of(
              new Forecast(
                  Instant.parse("2026-11-24T01:20:00Z"),
                  Instant.parse("2026-11-24T01:22:30Z"),
                  Instant.parse("2026-11-24T01:30:00Z"))),
          Optional.empty());

  /** What a trial that ended keeps. */
  public static final ForkedFrom BASE =
      new ForkedFrom(
          new TrialId("mine-1.1"),
          new CheckpointRef(3, "mine-1.1/1/epoch-3.safetensors", "ab12", 100),
          "c0ffee",
          "w",
          Optional.of(0.75));

  private static final Map<String, Object> LONGER = longer();

  private static Map<String, Object> longer() {
    Map<String, Object> longer = new LinkedHashMap<>();
    longer.put("model", "resnet18");
    longer.put("epochs", 20L);
    return longer;
  }

  /** An experiment whose trial goes on from another one's checkpoint. */
  public static final Event FORK =
      new Event.ExperimentAccepted(
          SOURCE,
          new ExperimentId("mine-2"),
          SPEC.forked(Optional.of("k2"), List.of(LONGER), 3, SPEC.limits()),
          List.of(new TrialEntry(new TrialId("mine-2.1"), LONGER, Optional.of(BASE))),
          Optional.empty(),
          Optional.of(new Action.Fork("mine-1.1", Optional.of(3), Map.of("epochs", 20L))));

  public static final Event EXPERIMENT =
      new Event.ExperimentAccepted(
          SOURCE,
          new ExperimentId("mine-1"),
          SPEC,
          List.of(new TrialEntry(new TrialId("mine-1.1"), Map.of("model", "resnet18"))));

  public static final Event EPOCH =
      new Event.EpochCompleted(
          new TrialId("mine-1.1"),
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

  private static final Reason.CheckpointAway AWAY =
      new Reason.CheckpointAway(Duration.ofMinutes(2), 3, "c0ffee", "w");

  /** One of each kind. */
  public static final List<Event> EVENTS =
      List.of(
          new Event.SchedulerStarted(
              DecisionSettings.DEFAULT,
              "Jx7pN5uSQ0u8uYr4m3oXKg",
              new NodeAddress("10.0.0.5:25520")),
          new Event.ReignBegun("u-u-i-d-of-the-first"),
          new Event.SchedulerStoodDown("it was stopped"),
          new Event.SnapshotTaken(99_999, "ef56", 1, 3, 1_200_000),
          EXPERIMENT,
          new Event.RequestRejected(SOURCE, List.of("not JSON"), "nonsense", 8, "cd34"),
          new Event.RequestDuplicate(SOURCE, "k", "mine-1"),
          new Event.RequestsLost("podium.requests", 0, 3, 9, ""),
          new Event.CancelAccepted(
              SOURCE, Optional.empty(), "mine-1", List.of(new TrialId("mine-1.1"))),
          new Event.RequestAccepted(
              SOURCE,
              Optional.of("k"),
              new Action.Pause("mine-1", true),
              List.of(),
              List.of(new TrialId("mine-1.1"))),
          new Event.WorkerRegistered(
              "w",
              "i",
              "host",
              List.of(new Slot("cpu:0", "2 cores")),
              catalog(),
              "c0ffee",
              List.of(new Holding(new TrialId("mine-1.1"), 1, "cpu:0", 4, true)),
              new NodeAddress("10.0.0.7:25521")),
          new Event.WorkerSuspected("w", "i", Duration.ofMillis(4200)),
          new Event.WorkerRecovered("w", "i"),
          new Event.WorkerLost("w", "i", new Reason.Silent(Duration.ofSeconds(8))),
          new Event.WorkerLeaving("w", "i"),
          new Event.WorkerForgotten("w", "i"),
          new Event.WorkerLeft("w", "i"),
          new Event.AttemptReadopted(new TrialId("mine-1.1"), 1, "w", "i"),
          new Event.StopOrdered(new TrialId("mine-1.1"), 1, Outcome.HUNG),
          new Event.PreemptionOrdered(new TrialId("mine-1.1"), 1, new TrialId("mine-1.2")),
          new Event.SlotQuarantined(
              "w", "i", "cpu:0", new Reason.Faulty(3, Outcome.HUNG, Duration.ofMinutes(10))),
          new Event.SlotProbed("w", "cpu:0"),
          new Event.SlotFreed("w", "i", "cpu:0"),
          new Event.SlotsReserved(
              new TrialId("mine-1.1"),
              List.of(new Grant("w", "i", "cpu:0"), new Grant("w", "i", "cpu:1")),
              Instant.parse("2026-11-24T01:12:03.456Z")),
          new Event.TrialPlaced(
              new TrialId("mine-1.1"),
              1,
              new Grant("w", "i", "cpu:0"),
              List.of(CHECKPOINT),
              new Reason.FirstInOrder(0)),
          new Event.TrialStarted(
              new TrialId("mine-1.1"),
              1,
              1,
              new Start("cpu:0", 11, 22, 32, 10, 1437, 360, 0, DATA)),
          EPOCH,
          new Event.AttemptEnded(new TrialId("mine-1.1"), 1, 3, Outcome.SUCCEEDED, "", false),
          new Event.TrialRequeued(
              new TrialId("mine-1.1"),
              new Reason.AttemptOver(
                  Outcome.FAILED_CODE,
                  "disk full",
                  Optional.of(new Reason.Retry(1, 3, Duration.ofSeconds(2))),
                  Optional.of(AWAY)),
              Optional.of(Instant.parse("2026-11-24T01:02:05.456Z"))),
          new Event.TrialSuggested(
              new ExperimentId("mine-1"),
              new TrialEntry(new TrialId("mine-1.11"), Map.of("learningRate", 0.00314159))),
          new Event.TrialPaused(new TrialId("mine-1.1"), new Reason.Paused()),
          new Event.TrialPromoted(new TrialId("mine-1.1"), 3, new Reason.Promoted(3, 1, 4)),
          new Event.TrialRestarted(
              new TrialId("mine-1.1"), 0, new Reason.CheckpointOutOfReach(AWAY, 0)),
          new Event.TrialEnded(
              new TrialId("mine-1.1"), TrialStatus.SUCCEEDED, new Reason.TrainedToTheEnd()),
          new Event.ReportFenced(
              new TrialId("mine-1.1"), 1, "i", 4, "Epoch", new Reason.LaterAttempt(2)));

  private Samples() {}

  /** The sample of that kind. */
  public static Event of(Class<? extends Event> kind) {
    return EVENTS.stream().filter(kind::isInstance).findFirst().orElseThrow();
  }

  /** The event in an entry of a log. */
  public static Entry entry(Event event) {
    return Entry.of(
        3, "u-u-i-d", 5, "ab".repeat(32), Instant.parse("2026-11-24T01:02:03.456Z"), event);
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
}
