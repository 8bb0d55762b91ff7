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
  TIMEOUT,
  CANCELLED,
  PREEMPTED
}
