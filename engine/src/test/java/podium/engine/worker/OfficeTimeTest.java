package podium.engine.worker;

import java.time.Duration;
import podium.engine.port.Time;
import podium.engine.port.TimeContract;

/** The time of the workers' walks is one. */
final class OfficeTimeTest extends TimeContract {
  private final Office office = new Office();

  @Override
  protected Time time() {
    return office;
  }

  @Override
  protected void pass(Duration duration) {
    for (long ticks = 0; ticks * 500 < duration.toMillis(); ticks++) {
      office.tick();
    }
  }
}
