package podium.engine.reign;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import podium.engine.port.Time;
import podium.protocol.event.DecisionSettings;

/**
 * Where workers can be reached and for how long they were not heard; not in the log, begins anew
 * with a term.
 */
final class Peers<A> {
  /** Within it a worker that trains on finds the scheduler of a new term. */
  static final Duration FIRST_LEASE = Duration.ofSeconds(30);

  private final Time time;
  private final Map<String, A> addresses = new HashMap<>();
  private final Map<String, Heard> heard = new HashMap<>();
  private final Map<String, Long> beats = new HashMap<>();
  private final Heard never;
  private final long grace;
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

  Peers(Time time, DecisionSettings settings) {
    this.time = time;
    this.grace = Math.max(0, FIRST_LEASE.minus(settings.lostAfter()).toNanos());
    this.lastLook = time.nanos();
    this.never = new Heard(lastLook, 0);
  }

  /** Notes a sign of life; says whether it is the first of this incarnation in this term. */
  boolean heard(String incarnation, A address) {
    addresses.put(incarnation, address);
    return heard.put(incarnation, new Heard(time.nanos(), listened)) == null;
  }

  boolean isHeard(String incarnation) {
    return heard.containsKey(incarnation);
  }

  /**
   * Whether a heartbeat was underway for longer than a later one; notes it.
   *
   * @param number 0 when it has none
   */
  boolean isStale(String incarnation, long number) {
    return number > 0 && beats.merge(incarnation, number, Math::max) > number;
  }

  /**
   * For how long it was silent while we listened, as of the last look. Who was not heard in this
   * term yet has the time that finding its scheduler again takes.
   */
  Duration silence(String incarnation) {
    Heard last = heard.get(incarnation);
    return last == null
        ? Duration.ofNanos(Math.max(0, since(never) - grace))
        : Duration.ofNanos(since(last));
  }

  private long since(Heard last) {
    return Math.max(0, Math.min(lastLook - last.nanos(), listened - last.listened()));
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
    beats.remove(incarnation);
  }
}
