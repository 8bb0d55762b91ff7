package podium.engine.decide;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import podium.engine.Given;
import podium.protocol.event.DecisionSettings;
import podium.protocol.event.Event;
import podium.protocol.id.NodeAddress;

/** How many trials may wait. */
final class QueueLimitTest {
  private final Given given = new Given();

  private void limited(int most) {
    given.fold(
        new Event.SchedulerStarted(
            DecisionSettings.DEFAULT.withMaxQueued(most), "topic", NodeAddress.UNKNOWN));
  }

  @Test
  void submit_moreThanMayWait_isRefusedWithTheNumbersAndTakenWhenSomeAreGone() {
    limited(3);
    given.submit(Given.spec("a", 0, "resnet18", "vgg16"));
    assertThat(given.state.queue().size()).isEqualTo(2);
    given.submit(Given.spec("b", 0, "resnet18", "vgg16"));
    assertThat(given.last(Event.RequestRejected.class).reasons())
        .singleElement()
        .asString()
        .startsWith("it has 2 trials, and 2 wait already; at most 3 may wait together")
        .contains("podium.scheduler.max-queued");
    given.submit(Given.spec("c", 0, "resnet18"));
    assertThat(given.state.queue().size()).isEqualTo(3);
    given.cancel("a-1");
    given.submit(Given.spec("b", 0, "resnet18", "vgg16"));
    assertThat(given.last(Event.ExperimentAccepted.class).spec().experiment()).isEqualTo("b");
    assertThat(given.state.queue().size()).isEqualTo(3);
  }

  @Test
  void submit_oneExperimentBeyondTheLimit_isRefused() {
    limited(1);
    given.submit(Given.spec("a", 0, "resnet18", "vgg16"));
    assertThat(given.last(Event.RequestRejected.class).reasons())
        .singleElement()
        .asString()
        .startsWith("it has 2 trials, and 0 wait already; at most 1 may");
  }
}
