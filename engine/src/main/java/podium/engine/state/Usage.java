package podium.engine.state;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import podium.protocol.event.DecisionSettings;

/** Slot-seconds that owners had of late: what they had a day ago counts half. Not thread-safe. */
public final class Usage {
  private static final double HALF_LIFE = Duration.ofDays(1).toSeconds();

  /** Seconds after which what was had counts one e-th. */
  private static final double MEAN_LIFE = HALF_LIFE / StrictMath.log(2);

  /** How far ahead is looked: who was just given a slot has not had it for any time yet. */
  private static final Duration AHEAD = Duration.ofMinutes(1);

  private final Map<String, Had> owners = new TreeMap<>();

  /**
   * What an owner had until a time.
   *
   * @param slots that it has since then
   */
  record Had(double slotSeconds, Instant at, int slots) {
    /** What it had until a later time. */
    double until(Instant now) {
      double seconds = Math.max(0, Duration.between(at, now).toMillis() / 1000.0);
      double kept = StrictMath.exp(-seconds / MEAN_LIFE);
      return slotSeconds * kept + slots * MEAN_LIFE * (1 - kept);
    }
  }

  /** From now on the owner has so many slots more, or less. */
  public void add(String owner, int slots, Instant now) {
    Had had = owners.getOrDefault(owner, new Had(0, now, 0));
    owners.put(owner, new Had(had.until(now), now, had.slots() + slots));
  }

  /** What the owner will have had in a minute if nothing changes. */
  public double of(String owner, Instant now) {
    return owners.getOrDefault(owner, new Had(0, now, 0)).until(now.plus(AHEAD));
  }

  /** The same, by its weight. */
  double of(String owner, Instant now, DecisionSettings settings) {
    return of(owner, now) / settings.share(owner).weight();
  }

  /** The same, on its own from now on. */
  public Usage copy() {
    Usage copy = new Usage();
    copy.restore(owners);
    return copy;
  }

  /** As they were. */
  void restore(Map<String, Had> all) {
    owners.putAll(all);
  }

  Map<String, Had> all() {
    return Map.copyOf(owners);
  }
}
