package podium.protocol.event;

import java.util.Optional;
import podium.protocol.id.TrialId;
import podium.protocol.report.CheckpointRef;

/**
 * With what a trial begins that does not begin afresh: a checkpoint of another trial. Immutable.
 *
 * @param trial whose checkpoint it is
 * @param home id of the folder it lies in; empty when not known
 * @param worker that wrote it
 * @param best the best accuracy up to that epoch, in [0, 1]; absent when nothing was evaluated
 */
public record ForkedFrom(
    TrialId trial, CheckpointRef checkpoint, String home, String worker, Optional<Double> best) {
  /** The epoch that the checkpoint is of; the first that is trained is the next one. */
  public int epoch() {
    return checkpoint.epoch();
  }

  /** What it is, for people. */
  public String told() {
    return "epoch " + epoch() + " of " + trial;
  }
}
