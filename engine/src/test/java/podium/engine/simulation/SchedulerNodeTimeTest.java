package podium.engine.simulation;

import java.time.Duration;
import podium.engine.port.Time;
import podium.engine.port.TimeContract;

/** A simulated machine's clocks promise what all do. */
final class SchedulerNodeTimeTest extends TimeContract {
  private final World world = new World(Plan.of(1), false);

  @Override
  protected Time time() {
    return world.scheduler(0);
  }

  @Override
  protected void pass(Duration duration) {
    Passing.let(world.agenda(), duration);
  }
}
