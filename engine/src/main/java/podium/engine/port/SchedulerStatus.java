package podium.engine.port;

import podium.protocol.Text;

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

  /** It read all there is, and nobody reigns. */
  public static SchedulerStatus vacant(long term) {
    return new SchedulerStatus(
        Phase.RECOVERING, term, 0, "no scheduler reigns; waiting for the election");
  }

  /** Another one reigns. */
  public static SchedulerStatus standingBy(long term, int liveWorkers, String other) {
    return new SchedulerStatus(
        Phase.STANDBY,
        term,
        liveWorkers,
        Text.of("standing by; scheduler %s reigns with term %d", other, term));
  }

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
