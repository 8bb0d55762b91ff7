package podium.engine.reign;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Optional;
import java.util.Queue;
import podium.engine.log.Fence;
import podium.engine.state.Fold;
import podium.engine.state.Legality;
import podium.engine.state.SchedulerState;
import podium.protocol.Text;
import podium.protocol.codec.EventCodec;
import podium.protocol.event.Entry;
import podium.protocol.event.Event;

/**
 * The entries of one reign, each bound to the one before: folded as they are sent, so that the
 * state is ahead of the log. Not thread-safe.
 */
final class Appends {
  /** So many on their way are enough: of 250,000 at once Kafka's producer lost some. */
  static final int MOST = 2_000;

  private final SchedulerState state;
  private final long term;
  private final String incarnation;
  private final Queue<Next> sent = new ArrayDeque<>();
  private String head;
  private long lastIndex;

  /** An entry that could be the next one, as it would stand in the log. */
  static final class Next {
    private final Entry entry;
    private final byte[] record;

    private Next(Entry entry) {
      this.entry = entry;
      this.record = EventCodec.encode(entry);
    }

    Event event() {
      return entry.event();
    }

    byte[] record() {
      return record;
    }
  }

  /**
   * None yet.
   *
   * @param fence after the reign's claim
   * @param state after that claim
   */
  Appends(Fence fence, SchedulerState state) {
    this.state = state;
    this.term = fence.term();
    this.incarnation = fence.incarnation();
    this.head = fence.head();
  }

  /** The index of the last one; 0, the claim's, before the first. */
  long lastIndex() {
    return lastIndex;
  }

  /** Whether so many are not read back yet that what can wait should wait. */
  boolean isFull() {
    return sent.size() >= MOST;
  }

  /** Whether it has waited long enough. */
  boolean hasRoom() {
    return sent.size() <= MOST / 2;
  }

  Next next(Event event, Instant time) {
    return new Next(Entry.of(term, incarnation, lastIndex + 1, head, time, event));
  }

  /**
   * It is the next one, and goes to the log.
   *
   * @throws IllegalStateException when it cannot be in the state as it is
   */
  void add(Next next) {
    Legality.against(state, next.event())
        .ifPresent(
            why -> {
              throw new IllegalStateException(
                  Text.of("would write what cannot be: %s: %s", why, next.event()));
            });
    Fold.apply(state, next.entry);
    lastIndex++;
    head = Fence.headAfter(head, next.record);
    sent.add(next);
  }

  /** The entry that was sent as those bytes, if it is the next one that is to be read back. */
  Optional<Entry> readBack(byte[] record) {
    return Optional.ofNullable(sent.peek())
        .filter(next -> Arrays.equals(next.record, record))
        .map(
            next -> {
              sent.remove();
              return next.entry;
            });
  }
}
