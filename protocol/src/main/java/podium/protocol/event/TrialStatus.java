package podium.protocol.event;

/** What became of a trial so far. */
public enum TrialStatus {
  QUEUED,
  RUNNING,
  PAUSED,
  SUCCEEDED,
  FAILED,
  CANCELLED,

  /** Others were better; no failure. */
  STOPPED;

  /** Whether nothing more will happen to it. */
  public boolean ended() {
    return this == SUCCEEDED || this == FAILED || this == CANCELLED || this == STOPPED;
  }
}
