package podium.engine.port;

/** What a scheduler is doing, for people and health checks. */
public record SchedulerStatus(Phase phase, long term, int liveWorkers, String detail) {
  /** Where in its life a scheduler is. */
  public enum Phase {
    RECOVERING,
    /** Another one reigns. */
    STANDBY,
    ACTIVE,
    FAILED,
    /** It ends, since no other start of this program can do better. */
    UNFIT
  }

  /** The first status. */
  public static final SchedulerStatus STARTING =
      new SchedulerStatus(Phase.RECOVERING, 0, 0, "reading the event log");

  /** What to tell after another status: a failure is told until it is mended. */
  public SchedulerStatus after(SchedulerStatus before) {
    return phase == Phase.RECOVERING && before.phase == Phase.FAILED ? before : this;
  }

  /** Whether a scheduler decides, this one or another. */
  public boolean served() {
    return phase == Phase.ACTIVE || phase == Phase.STANDBY;
  }

  /** Whether it decides. */
  public boolean active() {
    return phase == Phase.ACTIVE;
  }
}
