package podium.workers.domain;

import podium.protocol.id.TrialId;

/** Sees to it that checkpoints nobody needs any more do not fill the disk. */
@FunctionalInterface
public interface CheckpointKeeper {
  /**
   * The event log counts this epoch of this attempt, and all before it. Returns at once; may be
   * told of a trial that is no longer trained here.
   */
  void acknowledged(TrialId trial, int attempt, int epoch);

  /** Of how many epochs one checkpoint is kept for good, beside the last ones and the best. */
  default int every() {
    return 0;
  }
}
