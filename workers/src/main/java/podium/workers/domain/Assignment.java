package podium.workers.domain;

import java.util.List;
import podium.protocol.experiment.Limits;
import podium.protocol.experiment.TrialSpec;
import podium.protocol.id.AttemptId;
import podium.protocol.id.TrialId;
import podium.protocol.report.CheckpointRef;

/**
 * An attempt to train that can be obeyed: its recipe is one that a spec can have. Immutable.
 *
 * @param attempt from 1
 * @param checkpoints to go on from, newest first; empty means from the start
 * @param slots whose threads it has together
 */
public record Assignment(
    TrialId trial, int attempt, TrialSpec spec, List<CheckpointRef> checkpoints, int slots) {
  public Assignment {
    AttemptId.require(attempt);
    if (slots < 1) {
      throw new IllegalArgumentException(
          "an attempt has %d slots; allowed: 1 or more".formatted(slots));
    }
    checkpoints = List.copyOf(checkpoints);
    spec.recipe().check();
  }

  /** On one slot. */
  public Assignment(TrialId trial, int attempt, TrialSpec spec, List<CheckpointRef> checkpoints) {
    this(trial, attempt, spec, checkpoints, 1);
  }

  /** The same with those limits of time. */
  public Assignment timedAs(Limits limits) {
    return new Assignment(trial, attempt, spec.timedAs(limits), checkpoints, slots);
  }

  /** Which attempt it is. */
  public AttemptId attemptId() {
    return new AttemptId(trial, attempt);
  }
}
