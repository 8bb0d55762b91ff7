package podium.engine.forecast;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import podium.engine.state.Usage;

/** What owners had until a time that goes on. Not thread-safe. */
public final class Owners {
  private final Usage at;
  private final Instant since;
  private final ToDoubleFunction<String> weights;
  private Usage usage;

  /** Not counted yet: few rules ask. */
  private final List<Change> changes = new ArrayList<>();

  private Instant now;

  /**
   * What they had so far.
   *
   * @param weights by name
   */
  public Owners(Usage usage, Instant now, ToDoubleFunction<String> weights) {
    this.at = usage.copy();
    this.since = now;
    this.weights = weights;
    this.usage = usage.copy();
    this.now = now;
  }

  private record Change(String owner, int slots, Instant at) {}

  /** By their weights. */
  double usage(String owner) {
    changes.forEach(it -> usage.add(it.owner, it.slots, it.at));
    changes.clear();
    return usage.of(owner, now) / weights.applyAsDouble(owner);
  }

  void goOn(double millis) {
    now = since.plusMillis((long) millis);
  }

  void add(String owner, int slots) {
    changes.add(new Change(owner, slots, now));
  }

  /** As it was at first. */
  void reset() {
    usage = at.copy();
    changes.clear();
    now = since;
  }
}
