package podium.scheduler.actor;

import podium.engine.port.Intake;
import podium.engine.port.IntakeContract;

/** The requests of the actor's tests are an intake. */
final class SharedRequestsTest extends IntakeContract {
  private final SharedRequests requests = new SharedRequests();

  @Override
  protected Intake.Factory requests() {
    return requests;
  }

  @Override
  protected long publish(String name) {
    return requests.submit(name);
  }
}
