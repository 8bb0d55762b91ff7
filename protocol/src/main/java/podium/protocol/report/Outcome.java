package podium.protocol.report;

/** How an attempt ended. */
public enum Outcome {
  SUCCEEDED,
  FAILED_CODE,
  FAILED_OOM,
  DIVERGED,
  LOST_WORKER,

  /** What it ran on failed under it: a disk, or a process that was killed. */
  FAILED_INFRASTRUCTURE,

  /** Its worker said nothing of it after the order, for longer than a start may take. */
  NOT_BEGUN,

  /** Its trainer stood still. */
  HUNG,
  TIMEOUT,
  CANCELLED,
  PREEMPTED,

  /** Its trial is trained no further, since others are better. */
  STOPPED;

  /** Whether it was lost to what it ran on, not to the trial's own fault. */
  public boolean isLoss() {
    return switch (this) {
      case LOST_WORKER, FAILED_INFRASTRUCTURE, NOT_BEGUN, HUNG -> true;
      case SUCCEEDED, FAILED_CODE, FAILED_OOM, DIVERGED, TIMEOUT, CANCELLED, PREEMPTED -> false;
      case STOPPED -> false;
    };
  }

  /** Whether it was the trial's own fault, and trying again may help. */
  public boolean isFailure() {
    return this == FAILED_CODE || this == FAILED_OOM;
  }
}
