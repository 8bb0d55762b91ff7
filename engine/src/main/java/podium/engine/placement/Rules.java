package podium.engine.placement;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The rules of placement by the names that settings give them. */
public final class Rules {
  private static final SortedMap<String, Placement> ALL =
      // why: a rule is its file and its line here
      new TreeMap<>(
          Map.of(
              "order", new InOrder(),
              "fair", new Fair(),
              "shortest", new Shortest(),
              "srtf", new Srtf(),
              "srsf", new Srsf(),
              "las", new Las()));

  private Rules() {}

  /** The rule of that name. */
  public static Optional<Placement> named(String name) {
    return Optional.ofNullable(ALL.get(name));
  }

  /** All names. */
  public static SortedSet<String> names() {
    return new TreeSet<>(ALL.keySet());
  }
}
