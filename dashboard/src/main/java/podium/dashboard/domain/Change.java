package podium.dashboard.domain;

import podium.protocol.experiment.ExperimentSpec;
import podium.protocol.id.ExperimentId;
import podium.protocol.id.TrialId;

/** A change of one row. */
public sealed interface Change {

  /** The experiment's row is now this. */
  record PutExperiment(ExperimentRow row) implements Change {}

  /** What was asked for, word for word. */
  record AddSpec(ExperimentId experiment, ExperimentSpec spec) implements Change {}

  /** The trial's row is now this. */
  record PutTrial(Trial trial) implements Change {}

  /** A span of a trial's history is now this. */
  record PutStatus(StatusRow row) implements Change {}

  /** The attempt's row is now this. */
  record PutAttempt(AttemptRow row) implements Change {}

  /** An epoch was reported. */
  record AddEpoch(EpochRow row) implements Change {}

  /** Epochs from {@code epoch} on of attempts before {@code attempt} no longer count. */
  record Supersede(TrialId trial, int attempt, int epoch, long offset) implements Change {}

  /** The worker's row is now this. */
  record PutWorker(WorkerRow row) implements Change {}

  /** A request was rejected, or requests were lost. */
  record AddRejected(RejectedRow row) implements Change {}

  /** A request has its fact. */
  record AddRequest(RequestRow row) implements Change {}

  /** So many more of these. */
  record Count(Totals.Tally tally, long more) implements Change {
    Count(Totals.Tally tally) {
      this(tally, 1);
    }
  }

  /** The fact changes nothing. */
  record AddNoEffect(NoEffectRow row) implements Change {}
}
