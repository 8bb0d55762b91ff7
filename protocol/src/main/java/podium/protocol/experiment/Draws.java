package podium.protocol.experiment;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Points drawn from what a spec varies. What is drawn follows from the spec alone, on every
 * machine: axis by axis from the search's seed, the number of the draw and the axis's name, so that
 * more trials only add to fewer, and a further axis leaves the others' values.
 *
 * @param points in the order in which they were drawn, no two of them trained alike
 * @param refused a point that was left out because its fields contradict each other, if any was
 */
record Draws(List<Map<String, Object>> points, Optional<Map<String, Object>> refused) {
  /** So many draws at most, repeats included: to find each of 10,000 takes a quarter of it. */
  private static final long MOST_DRAWS = 1_000_000;

  private static final String SEED = "seed";

  /** The points of a spec's search; fewer than it asks for where there are no more. */
  static Draws of(ExperimentSpec spec) {
    List<Axis> axes = Axis.of(spec);
    long all = count(axes);
    Set<Map<String, Object>> seen = new HashSet<>();
    Set<TrialSpec> taken = new HashSet<>();
    spec.include().forEach(one -> taken.add(effective(spec, one)));
    List<Map<String, Object>> points = new ArrayList<>();
    Optional<Map<String, Object>> refused = Optional.empty();
    for (long draw = 1; points.size() < spec.search().trials() && draw <= MOST_DRAWS; draw++) {
      if (seen.size() == Math.min(all, ExperimentSpec.MAX_COMBINATIONS)) {
        break;
      }
      Map<String, Object> point = point(axes, spec.search().seed(), draw);
      if (!seen.add(point) || spec.excludes(point)) {
        continue;
      }
      if (!Contradictions.of(spec.trial(point).recipe()).isEmpty()) {
        refused = refused.or(() -> Optional.of(point));
      } else if (taken.add(effective(spec, point))) {
        points.add(point);
      }
    }
    return new Draws(List.copyOf(points), refused);
  }

  /** Every point with each of the seeds. */
  List<Map<String, Object>> withSeeds(ExperimentSpec spec) {
    List<Object> seeds = spec.matrix().getOrDefault(SEED, List.of());
    if (seeds.isEmpty()) {
      return points;
    }
    List<Map<String, Object>> all = new ArrayList<>();
    for (Map<String, Object> point : points) {
      for (Object seed : seeds) {
        Map<String, Object> one = new LinkedHashMap<>(point);
        one.put(SEED, seed);
        all.add(one);
      }
    }
    return all;
  }

  /** How many times each point is trained. */
  static int repeats(ExperimentSpec spec) {
    return Math.max(1, spec.matrix().getOrDefault(SEED, List.of()).size());
  }

  private static TrialSpec effective(ExperimentSpec spec, Map<String, Object> assignment) {
    TrialSpec trial = spec.trial(assignment);
    return trial.with(Effects.effective(trial.recipe()));
  }

  private static long count(List<Axis> axes) {
    long count = 1;
    for (Axis axis : axes) {
      count = count > Long.MAX_VALUE / axis.count() ? Long.MAX_VALUE : count * axis.count();
    }
    return count;
  }

  private static Map<String, Object> point(List<Axis> axes, long seed, long draw) {
    Map<String, Object> point = new LinkedHashMap<>();
    axes.forEach(axis -> point.putAll(axis.at(Chance.unit(seed, draw, axis.name()))));
    return point;
  }
}
