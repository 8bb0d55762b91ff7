package podium.scheduler.actor;

import java.time.Clock;
import java.time.Instant;
import podium.engine.port.Time;

/** The clocks of this machine. */
public final class MachineTime implements Time {
  private final Clock wall;

  public MachineTime() {
    this(Clock.systemUTC());
  }

  /** With another wall clock. */
  MachineTime(Clock wall) {
    this.wall = wall;
  }

  @Override
  public Instant wall() {
    return wall.instant();
  }

  @Override
  public long nanos() {
    return System.nanoTime();
  }
}
