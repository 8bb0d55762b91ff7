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
 * @param beside slots that are lent to it, whose threads it has as well as its own slot's
 */
public record Assignment(
    TrialId trial,
    int attempt,
    TrialSpec spec,
    List<CheckpointRef> checkpoints,
    List<String> beside) {
  public Assignment {
    AttemptId.require(attempt);
    beside = List.copyOf(beside);
    checkpoints = List.copyOf(checkpoints);
    spec.recipe().check();
  }

  /** On one slot. */
  public Assignment(TrialId trial, int attempt, TrialSpec spec, List<CheckpointRef> checkpoints) {
    this(trial, attempt, spec, checkpoints, List.of());
  }

  /** How many slots it has together. */
  public int slots() {
    return 1 + beside.size();
  }

  /** The same with those limits of time. */
  public Assignment timedAs(Limits limits) {
    return new Assignment(trial, attempt, spec.timedAs(limits), checkpoints, beside);
  }

  /** Which attempt it is. */
  public AttemptId attemptId() {
    return new AttemptId(trial, attempt);
  }
}
