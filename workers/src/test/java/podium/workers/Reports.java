package podium.workers;

import java.util.Optional;
import podium.protocol.experiment.Limits;
import podium.protocol.experiment.Recipe;
import podium.protocol.experiment.TrialSpec;
import podium.protocol.id.TrialId;
import podium.protocol.report.CheckpointRef;
import podium.protocol.report.DataFacts;
import podium.protocol.report.EpochResult;
import podium.protocol.report.Outcome;
import podium.protocol.report.Report;
import podium.protocol.report.Score;
import podium.protocol.report.Start;
import podium.workers.domain.TrainerEvent;

/** Reports and what they are made of, for tests. */
public final class Reports {
  private Reports() {}

  /** A trial's spec. */
  public static TrialSpec aSpec() {
    return aSpec(Limits.NONE);
  }

  /** A trial's spec with those limits. */
  public static TrialSpec aSpec(Limits limits) {
    return new TrialSpec("resnet18", 7, "digits", "none", Recipe.defaults(), limits);
  }

  /** What an epoch came to. */
  public static EpochResult anEpoch(int epoch) {
    return new EpochResult(
        epoch,
        new Score(1.5 / epoch, 10 * epoch, 1000),
        Optional.of(new Score(1.6 / epoch, 9 * epoch, 100)),
        Optional.empty(),
        0.1,
        1.25,
        800,
        1 << 20,
        new CheckpointRef(epoch, "t-1.1/1/" + epoch, "ab".repeat(32), 4096),
        "cd".repeat(32));
  }

  /** That an attempt began. */
  public static Report started(String trial, int attempt, long sequence) {
    return new Report.Started(
        new TrialId(trial),
        attempt,
        sequence,
        new Start("cpu:0", 11_000_000, 37_000_000, 32, 10, 1500, 297, 0, DataFacts.UNKNOWN));
  }

  /** That an epoch ended. */
  public static Report epoch(String trial, int attempt, long sequence) {
    return new Report.Epoch(new TrialId(trial), attempt, sequence, anEpoch((int) sequence));
  }

  /** That an attempt ended. */
  public static Report ended(String trial, int attempt, long sequence) {
    return new Report.Ended(new TrialId(trial), attempt, sequence, Outcome.SUCCEEDED, "");
  }

  /** A trainer's first event. */
  public static TrainerEvent.Started begins() {
    return new TrainerEvent.Started(
        "cpu:0", 11_000_000, 37_000_000, 32, 10, 1500, 297, 0, DataFacts.UNKNOWN);
  }
}
