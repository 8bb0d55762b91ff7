package podium.cli.view;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import podium.protocol.event.DecisionSettings;
import podium.protocol.event.Entry;
import podium.protocol.event.Event;
import podium.protocol.event.Grant;
import podium.protocol.event.Reason;
import podium.protocol.event.Slot;
import podium.protocol.event.Source;
import podium.protocol.event.TrialEntry;
import podium.protocol.event.TrialStatus;
import podium.protocol.experiment.Catalog;
import podium.protocol.experiment.ExperimentSpec;
import podium.protocol.experiment.Limits;
import podium.protocol.experiment.Recipe;
import podium.protocol.experiment.Resources;
import podium.protocol.id.ExperimentId;
import podium.protocol.id.NodeAddress;
import podium.protocol.id.TrialId;
import podium.protocol.report.CheckpointRef;
import podium.protocol.report.DataFacts;
import podium.protocol.report.EpochResult;
import podium.protocol.report.Outcome;
import podium.protocol.report.Progress;
import podium.protocol.report.Score;
import podium.protocol.report.Start;

/** Events as a scheduler would write them, for tests. */
public final class Story {
  public static final String INCARNATION = "story";

  private Story() {}

  public static Entry entry(long index, String prev, Event event) {
    return Entry.of(1, INCARNATION, index, prev, Instant.parse("2026-11-24T00:00:00Z"), event);
  }

  public static Event begins() {
    return new Event.SchedulerStarted(DecisionSettings.DEFAULT, "", NodeAddress.UNKNOWN);
  }

  public static Event accepted(Source source, int priority, String name, String... models) {
    ExperimentSpec spec =
        new ExperimentSpec(
            name,
            Optional.empty(),
            "digits",
            Map.of("model", List.of((Object[]) models)),
            Recipe.of(Map.of("epochs", 2)),
            "none",
            Resources.ANY,
            priority,
            "",
            Limits.NONE,
            List.of());
    List<TrialEntry> trials =
        java.util.stream.IntStream.range(0, models.length)
            .mapToObj(
                i ->
                    new TrialEntry(new TrialId(name + "-1." + (i + 1)), Map.of("model", models[i])))
            .toList();
    return new Event.ExperimentAccepted(source, new ExperimentId(name + "-1"), spec, trials);
  }

  public static Source source(long offset) {
    return new Source("podium.requests", 0, offset);
  }

  public static Event worker() {
    return new Event.WorkerRegistered(
        "w",
        "i",
        "host",
        List.of(new Slot("cpu:0", "2 cores")),
        Catalog.BUILT_IN,
        "home",
        List.of(),
        NodeAddress.UNKNOWN);
  }

  public static Event placed(String trial, int attempt) {
    return new Event.TrialPlaced(
        new TrialId(trial),
        attempt,
        new Grant("w", "i", "cpu:0"),
        List.of(),
        new Reason.FirstInOrder(0));
  }

  public static Event started(String trial, int attempt) {
    return started(trial, attempt, DataFacts.UNKNOWN);
  }

  public static Event started(String trial, int attempt, DataFacts data) {
    return new Event.TrialStarted(
        new TrialId(trial),
        attempt,
        1,
        new Start("cpu:0", 11_181_642, 37_000_000, 32, 10, 1437, 360, 0, data));
  }

  public static Event epoch(String trial, int attempt, int epoch, int correct) {
    return epoch(trial, attempt, epoch, correct, Optional.empty());
  }

  public static Event epoch(String trial, int attempt, int epoch, int correct, Score validation) {
    return epoch(trial, attempt, epoch, correct, Optional.of(validation));
  }

  private static Event epoch(
      String trial, int attempt, int epoch, int correct, Optional<Score> validation) {
    return new Event.EpochCompleted(
        new TrialId(trial),
        attempt,
        1L + epoch,
        new EpochResult(
            epoch,
            new Score(0.5, 1400, 1437),
            Optional.of(new Score(0.25, correct, 360)),
            validation,
            1e-3,
            3.5,
            410.4,
            1,
            new CheckpointRef(epoch, "path", "sha", 1),
            "hash"));
  }

  public static Event ended(String trial, TrialStatus status) {
    return new Event.TrialEnded(
        new TrialId(trial),
        status,
        new Reason.Said(status == TrialStatus.FAILED ? "it broke" : ""));
  }

  public static Event attemptEnded(String trial, int attempt, long sequence, Outcome outcome) {
    return new Event.AttemptEnded(new TrialId(trial), attempt, sequence, outcome, "", false);
  }

  public static Progress progress(String trial, int epoch, int step) {
    return new Progress(new TrialId(trial), 1, "w", "cpu:0", epoch, 2, step, 10, 410.4);
  }
}
