package podium.engine.decide;

import java.util.Optional;
import podium.protocol.event.Event;

/**
 * What a command leads to whose sender waits for an answer.
 *
 * @param fact to be appended to the log, if there is anything new
 * @param answer leaves once the fact, and all before it, were read back
 */
public record Decided<A extends Answer>(Optional<Event> fact, A answer) {
  /** A fact and an answer. */
  static <A extends Answer> Decided<A> of(Event fact, A answer) {
    return new Decided<>(Optional.of(fact), answer);
  }

  /** Nothing new. */
  static <A extends Answer> Decided<A> only(A answer) {
    return new Decided<>(Optional.empty(), answer);
  }
}
