package podium.protocol.report;

/** How an attempt ended. */
public enum Outcome {
  SUCCEEDED,
  FAILED_CODE,
  FAILED_OOM,
  DIVERGED,
  LOST_WORKER,
  TIMEOUT,
  CANCELLED,
  PREEMPTED
}
