package podium.engine.decide;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import podium.engine.Given;
import podium.protocol.event.DecisionSettings;
import podium.protocol.event.Event;
import podium.protocol.event.Source;
import podium.protocol.id.NodeAddress;
import podium.protocol.request.Request.Reading;

/** Offsets of requests belong to a partition of a topic, and the log alone says to which. */
final class RequestsTopicsTest {
  private final Given given = new Given();

  private Optional<Event> take(int partition, long offset) {
    return given.when(
        new Command.TakeRequest(
            new Source("podium.requests", partition, offset),
            new Reading.Refused(List.of("not JSON")),
            new Command.Raw("", 0, "")));
  }

  private static Event.RequestsLost lost(int partition, long from, String topic) {
    return new Event.RequestsLost("podium.requests", partition, from, 0, topic);
  }

  @Test
  void partitions_eachGoesOnWhereItWasLeft() {
    given.reign("a");
    take(0, 0);
    take(2, 0);
    take(2, 1);
    given.reign("a");
    assertThat(given.state.nextRequests()).isEqualTo(Map.of(0, 1L, 2, 2L));
    assertThat(take(2, 1)).isEmpty();
    assertThat(take(1, 0)).isPresent();
    assertThat(given.all(Event.RequestsLost.class)).isEmpty();
  }

  @Test
  void partition_withGapsOfTransactions_isNoLoss() {
    given.reign("a");
    take(0, 0);
    take(0, 5);
    assertThat(given.state.nextRequest(0)).isEqualTo(6);
    assertThat(given.all(Event.RequestsLost.class)).isEmpty();
  }

  @Test
  void topicMadeAnew_everyPartitionFromItsStartAndAFactForEach() {
    given.reign("a");
    take(0, 0);
    take(0, 1);
    take(1, 0);
    given.reign("b");
    assertThat(given.all(Event.RequestsLost.class))
        .containsExactly(lost(0, 2, "a"), lost(1, 1, "a"));
    assertThat(given.state.nextRequests()).isEmpty();
    assertThat(take(0, 0)).isPresent();
  }

  @Test
  void topicMadeAnewTwice_withoutARequestBetween_eachIsTold() {
    given.reign("a");
    take(0, 0);
    given.reign("b");
    given.reign("c");
    assertThat(given.all(Event.RequestsLost.class))
        .containsExactly(lost(0, 1, "a"), lost(0, 0, "b"));
    take(0, 0);
    given.reign("c");
    assertThat(given.state.nextRequest(0)).isEqualTo(1);
  }

  @Test
  void topicMadeAnew_diedBeforeItWasTold_theNextReignTellsIt() {
    given.reign("a");
    take(0, 0);
    given.fold(new Event.SchedulerStarted(DecisionSettings.DEFAULT, "b", NodeAddress.UNKNOWN));
    given.reign("b");
    assertThat(given.all(Event.RequestsLost.class)).containsExactly(lost(0, 1, "a"));
  }

  @Test
  void topicOfUnknownId_changesNothing() {
    given.reign("");
    take(0, 0);
    given.reign("a");
    take(0, 1);
    given.reign("");
    given.reign("a");
    assertThat(given.state.nextRequest(0)).isEqualTo(2);
    assertThat(given.all(Event.RequestsLost.class)).isEmpty();
  }
}
