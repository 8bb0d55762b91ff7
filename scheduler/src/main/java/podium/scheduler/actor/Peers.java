package podium.scheduler.actor;

import akka.actor.typed.ActorRef;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import podium.protocol.message.WorkerMessage;

/**
 * Where workers can be reached and when they were last heard; not in the log, begins anew with a
 * term.
 */
final class Peers {
  private final LongSupplier nanos;
  private final long since;
  private final Map<String, ActorRef<WorkerMessage>> addresses = new HashMap<>();
  private final Map<String, Long> lastHeard = new HashMap<>();
  private long lastLook;
  private long pardoned;

  Peers(LongSupplier nanos) {
    this.nanos = nanos;
    this.since = nanos.getAsLong();
    this.lastLook = since;
  }

  /** Notes a sign of life; says whether it is the first of this incarnation in this term. */
  boolean heard(String incarnation, ActorRef<WorkerMessage> address) {
    addresses.put(incarnation, address);
    return lastHeard.put(incarnation, nanos.getAsLong()) == null;
  }

  Duration silence(String incarnation) {
    long last = Math.max(lastHeard.getOrDefault(incarnation, since), pardoned);
    return Duration.ofNanos(Math.max(0, nanos.getAsLong() - last));
  }

  /** Called at every look; after a pause of our own nobody is blamed for what we did not hear. */
  void look(Duration expected) {
    long now = nanos.getAsLong();
    if (now - lastLook > 3 * expected.toNanos()) {
      pardoned = now;
    }
    lastLook = now;
  }

  void send(String incarnation, Consumer<ActorRef<WorkerMessage>> message) {
    Optional.ofNullable(addresses.get(incarnation)).ifPresent(message);
  }

  void forget(String incarnation) {
    addresses.remove(incarnation);
    lastHeard.remove(incarnation);
  }
}
