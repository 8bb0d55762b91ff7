package podium.engine.simulation;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;
import podium.engine.port.Intake;
import podium.engine.port.IntakeContract;

/** Reading simulated requests promises what every intake does. */
final class BrokerIntakeTest extends IntakeContract {
  private final Agenda agenda = new Agenda();
  private final Broker broker = new Broker(agenda, Chance.of(1, "broker"));

  @Override
  protected Intake.Factory requests() {
    return new Intake.Factory() {
      @Override
      public void topic(Consumer<String> found, Consumer<Exception> failed) {
        found.accept(broker.topic());
      }

      @Override
      public Intake open(Intake.Begin begin, Intake.Listener listener) {
        Intake intake = BrokerIntake.open(broker, agenda, begin, passing(listener));
        pass();
        return intake;
      }
    };
  }

  /** Whoever is done with a batch lets time pass for the next one. */
  private Intake.Listener passing(Intake.Listener listener) {
    return new Intake.Listener() {
      @Override
      public void onRequests(Intake.Batch batch) {
        listener.onRequests(
            new Intake.Batch(
                batch.commands(),
                () -> {
                  batch.next().run();
                  pass();
                }));
      }

      @Override
      public void onOtherTopic(String id) {
        listener.onOtherTopic(id);
      }

      @Override
      public void onFailure(Exception failure) {
        listener.onFailure(failure);
      }
    };
  }

  @Override
  protected long publish(String name) {
    broker.request(name.getBytes(StandardCharsets.UTF_8));
    pass();
    return broker.requests().size() - 1L;
  }

  private void pass() {
    Passing.let(agenda, Duration.ofMinutes(1));
  }
}
