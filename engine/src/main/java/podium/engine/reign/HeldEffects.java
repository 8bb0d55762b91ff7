package podium.engine.reign;

import java.util.ArrayDeque;
import java.util.Optional;

/**
 * Effects that wait until the decision they rest on was read back from the log. Not thread-safe.
 */
final class HeldEffects {
  private record Held(long index, long sinceNanos, Runnable effect) {}

  private final ArrayDeque<Held> held = new ArrayDeque<>();
  private long confirmed = -1;

  /** Runs the effect once the entry of that index is confirmed: now, if it is already. */
  void after(long index, long nowNanos, Runnable effect) {
    if (index <= confirmed && held.isEmpty()) {
      effect.run();
    } else {
      held.add(new Held(index, nowNanos, effect));
    }
  }

  /** The entry of that index was read back. */
  void confirm(long index) {
    confirmed = index;
    while (!held.isEmpty() && held.element().index() <= index) {
      held.remove().effect().run();
    }
  }

  /** Since when the oldest one waits. */
  Optional<Long> oldestSinceNanos() {
    return Optional.ofNullable(held.peek()).map(Held::sinceNanos);
  }
}
