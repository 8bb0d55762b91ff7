package podium.protocol.event;

import java.time.Instant;
import podium.protocol.Text;

/** A record of the event log that is understood: an event and what the fence needs to judge it. */
public record Entry(Envelope envelope, Event event) {
  public Entry {
    if (!envelope.type().equals(event.type())) {
      throw new IllegalArgumentException(
          Text.of("the envelope says %s, the event is %s", envelope.type(), event.type()));
    }
  }

  /** An entry of the format that this code writes. */
  public static Entry of(
      long term, String incarnation, long index, String prev, Instant time, Event event) {
    return new Entry(
        new Envelope(Envelope.FORMAT, term, incarnation, index, prev, event.type(), time), event);
  }

  public long term() {
    return envelope.term();
  }

  public String incarnation() {
    return envelope.incarnation();
  }

  public long index() {
    return envelope.index();
  }

  public Instant time() {
    return envelope.time();
  }
}
