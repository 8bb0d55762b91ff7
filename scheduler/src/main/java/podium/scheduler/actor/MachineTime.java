package podium.scheduler.actor;

import java.time.Instant;
import podium.engine.port.Time;

/** The clocks of this machine. */
public final class MachineTime implements Time {
  @Override
  public Instant wall() {
    return Instant.now();
  }

  @Override
  public long nanos() {
    return System.nanoTime();
  }
}
