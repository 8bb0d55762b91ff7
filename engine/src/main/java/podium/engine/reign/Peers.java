package podium.engine.reign;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import podium.engine.port.Time;

/**
 * Where workers can be reached and for how long they were not heard; not in the log, begins anew
 * with a term.
 */
final class Peers<A> {
  private final Time time;
  private final Map<String, A> addresses = new HashMap<>();
  private final Map<String, Heard> heard = new HashMap<>();
  private final Heard never;
  private long lastLook;

  /** Time in which we listened, as far as we can say so. */
  private long listened;

  /**
   * When a worker was heard last.
   *
   * @param nanos by the clock
   * @param listened by what we had listened
   */
  private record Heard(long nanos, long listened) {}

  Peers(Time time) {
    this.time = time;
    this.lastLook = time.nanos();
    this.never = new Heard(lastLook, 0);
  }

  /** Notes a sign of life; says whether it is the first of this incarnation in this term. */
  boolean heard(String incarnation, A address) {
    addresses.put(incarnation, address);
    return heard.put(incarnation, new Heard(time.nanos(), listened)) == null;
  }

  /** For how long it was silent while we listened, as of the last look. */
  Duration silence(String incarnation) {
    Heard last = heard.getOrDefault(incarnation, never);
    return Duration.ofNanos(
        Math.max(0, Math.min(lastLook - last.nanos(), listened - last.listened())));
  }

  /**
   * Called at every look.
   *
   * @param expected after the one before; why: nobody is blamed for the time by which we were late,
   *     since what came then may still wait for us
   */
  void look(Duration expected) {
    long now = time.nanos();
    listened += Math.min(now - lastLook, expected.toNanos());
    lastLook = now;
  }

  Optional<A> address(String incarnation) {
    return Optional.ofNullable(addresses.get(incarnation));
  }

  void forget(String incarnation) {
    addresses.remove(incarnation);
    heard.remove(incarnation);
  }
}
