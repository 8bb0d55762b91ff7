package podium.benchmarks.actor;

import java.util.Optional;
import podium.protocol.id.TrialId;
import podium.protocol.report.CheckpointRef;
import podium.protocol.report.DataFacts;
import podium.protocol.report.EpochResult;
import podium.protocol.report.Outcome;
import podium.protocol.report.Report;
import podium.protocol.report.Score;
import podium.protocol.report.Start;

/** Reports as trainers send them, of nothing that was trained. Stateless. */
final class SampleReports {
  private static final String HASH =
      "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

  private SampleReports() {}

  /** The first report of an attempt. */
  static Report started(TrialId trial, int attempt) {
    return new Report.Started(
        trial, attempt, 1, new Start("cpu:0", 1000, 2000, 32, 10, 1437, 360, 0, DataFacts.UNKNOWN));
  }

  /** The report of an epoch, the one before it being of the one before. */
  static Report epoch(TrialId trial, int attempt, int epoch, double seconds) {
    return new Report.Epoch(
        trial,
        attempt,
        epoch + 1L,
        new EpochResult(
            epoch,
            new Score(1.25, 1_000, 1_437),
            Optional.of(new Score(1.5, 250, 360)),
            Optional.empty(),
            0.1,
            seconds,
            400,
            1L << 30,
            new CheckpointRef(epoch, trial + "/1/" + epoch + ".safetensors", HASH, 1L << 27),
            HASH));
  }

  /** The last report of an attempt that trained so many epochs. */
  static Report succeeded(TrialId trial, int attempt, int epochs) {
    return new Report.Ended(trial, attempt, epochs + 2L, Outcome.SUCCEEDED, "");
  }
}
