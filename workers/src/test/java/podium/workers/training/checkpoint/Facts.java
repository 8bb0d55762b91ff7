package podium.workers.training.checkpoint;

import java.util.List;
import java.util.Optional;
import podium.protocol.id.TrialId;
import podium.protocol.report.CheckpointRef;
import podium.workers.Reports;

/** What stands beside a checkpoint, for tests. */
final class Facts {
  /** What checkpoints of tests are trained on. */
  static final TrainedOn DATA = new TrainedOn("12".repeat(32), List.of("cat", "dog"), 40, 6);

  private Facts() {}

  static CheckpointFacts of(
      String trial, int attempt, CheckpointRef saved, Optional<CheckpointFacts.Best> best) {
    return new CheckpointFacts(
        new TrialId(trial),
        attempt,
        saved,
        "ab".repeat(32),
        Reports.aSpec(),
        DATA.fingerprint(),
        DATA.classes(),
        32,
        List.of(0.5, 0.5, 0.5),
        List.of(0.5, 0.5, 0.5),
        Optional.of(0.75),
        best,
        new CheckpointFacts.Machine("cpu:0", 2, "2.7.1"));
  }
}
