package podium.benchmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import podium.benchmarks.child.Child;

/** Sides of a comparison that have their turns, while the others idle; stateless. */
final class Turns {
  private static final double MILLIS = 1e3;

  private Turns() {}

  /** Refuses to compare networks that differ; a greeting begins with how many parameters it has. */
  static void requireEqualParameters(String model, Map<String, Child> sides) {
    List<String> counts =
        sides.values().stream().map(side -> side.greeting().split(" ")[0]).distinct().toList();
    if (counts.size() > 1) {
      throw new IllegalStateException(
          "the sides' %s differ: they have %s parameters".formatted(model, counts));
    }
  }

  /** The milliseconds of each side's work over all rounds, by the side's name. */
  static Map<String, Samples> of(
      Map<String, Child> sides, String work, int rounds, double seconds) {
    Map<String, Samples> all = new LinkedHashMap<>();
    for (int round = 0; round < rounds; round++) {
      sides.forEach((name, side) -> add(all, name, side.measure(work, seconds)));
    }
    return all;
  }

  /** Adds what a side took in a turn. */
  static void add(Map<String, Samples> all, String name, double... took) {
    all.merge(name, Samples.of(took), (before, now) -> before.plus(took));
  }

  /**
   * Items per second by the median (by the fastest), where each of the times, in ms, saw so many.
   */
  static String speed(int items, Samples millis) {
    return "%.0f (%.0f)"
        .formatted(items * MILLIS / millis.median(), items * MILLIS / millis.least());
  }

  /** How many times as fast as others we are, by the medians (by the fastest). */
  static String ratio(Samples theirs, Samples ours) {
    return "%.2f (%.2f)".formatted(theirs.median() / ours.median(), theirs.least() / ours.least());
  }
}
