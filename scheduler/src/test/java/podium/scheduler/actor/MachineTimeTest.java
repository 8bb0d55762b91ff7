package podium.scheduler.actor;

import java.time.Duration;
import podium.engine.port.Time;
import podium.engine.port.TimeContract;

/** The clocks of this machine are a time. */
final class MachineTimeTest extends TimeContract {
  @Override
  protected Time time() {
    return new MachineTime();
  }

  @Override
  protected void pass(Duration duration) {
    long begun = System.nanoTime();
    while (System.nanoTime() - begun < duration.toNanos()) {
      Thread.onSpinWait();
    }
  }
}
