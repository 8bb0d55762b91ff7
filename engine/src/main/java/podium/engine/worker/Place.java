package podium.engine.worker;

import java.util.List;
import java.util.stream.Stream;
import podium.protocol.message.WorkerMessage;

/**
 * Slots of a worker that an attempt has.
 *
 * @param slot whose trainer trains it
 * @param beside further ones, which are lent to it and train nothing meanwhile
 */
record Place(String slot, List<String> beside) {
  Place {
    beside = List.copyOf(beside);
  }

  static Place of(WorkerMessage.Train order) {
    return new Place(order.slot(), order.beside());
  }

  /** Whether a slot that is lent to one of the two is the other one's, too. */
  boolean clashesWith(Place other) {
    return slots().anyMatch(other.beside::contains) || other.slots().anyMatch(beside::contains);
  }

  /** All of them. */
  Stream<String> slots() {
    return Stream.concat(Stream.of(slot), beside.stream());
  }
}
