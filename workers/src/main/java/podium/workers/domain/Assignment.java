package podium.workers.domain;

import java.util.List;
import podium.protocol.experiment.TrialSpec;
import podium.protocol.report.CheckpointRef;

/**
 * An attempt to train; immutable.
 *
 * @param attempt from 1
 * @param checkpoints to go on from, newest first; empty means from the start
 */
public record Assignment(
    String trial, int attempt, TrialSpec spec, List<CheckpointRef> checkpoints) {
  public Assignment {
    checkpoints = List.copyOf(checkpoints);
    if (!trial.matches("[A-Za-z0-9_][A-Za-z0-9_.-]*")) {
      throw new IllegalArgumentException(
          "trial '" + trial + "' must be of letters, digits, '_', '.' and '-'");
    }
    if (attempt < 1) {
      throw new IllegalArgumentException("attempt is " + attempt + "; it must be at least 1");
    }
  }
}
