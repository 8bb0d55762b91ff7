package podium.engine.port;

/** What a scheduler is doing, for people and health checks. */
public record SchedulerStatus(Phase phase, long term, int liveWorkers, String detail) {
  /** Where in its life a scheduler is. */
  public enum Phase {
    RECOVERING,
    ACTIVE,
    STOOD_DOWN,
    FAILED
  }

  /** The first status. */
  public static final SchedulerStatus STARTING =
      new SchedulerStatus(Phase.RECOVERING, 0, 0, "reading the event log");

  /** What to tell after another status: a failure is told until it is mended. */
  public SchedulerStatus after(SchedulerStatus before) {
    return phase == Phase.RECOVERING && before.phase == Phase.FAILED ? before : this;
  }

  /** Whether it decides. */
  public boolean active() {
    return phase == Phase.ACTIVE;
  }
}
