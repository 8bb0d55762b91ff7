package podium.scheduler;

import java.time.Duration;
import podium.engine.port.SchedulerStatus;
import podium.engine.port.SchedulerStatus.Phase;
import podium.engine.port.Time;

/**
 * What a scheduler said last of what it does; worth nothing when it has said nothing for a while,
 * since it says so twice a second. Thread-safe.
 */
final class LatestStatus {
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(3);

  private final Time time;
  private SchedulerStatus status = SchedulerStatus.STARTING;
  private long toldAt;

  LatestStatus(Time time) {
    this.time = time;
    this.toldAt = time.nanos();
  }

  synchronized void tell(SchedulerStatus next) {
    status = next.after(status);
    toldAt = time.nanos();
  }

  synchronized SchedulerStatus now() {
    Duration silence = Duration.ofNanos(time.nanos() - toldAt);
    return silence.compareTo(LONGEST_SILENCE) < 0 || status.phase() == Phase.UNFIT
        ? status
        : new SchedulerStatus(
            Phase.FAILED,
            status.term(),
            0,
            "the scheduler has not said anything for %d s".formatted(silence.toSeconds()));
  }
}
