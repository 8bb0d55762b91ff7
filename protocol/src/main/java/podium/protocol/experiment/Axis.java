package podium.protocol.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeSet;

/**
 * What a search varies by itself: a list, a range, or axes that go together. Its points are told by
 * places in [0, 1). Immutable.
 *
 * @param rows its values, where it has a list
 * @param space its range, where it has one
 */
record Axis(String name, List<Map<String, Object>> rows, Optional<Space> space) {
  /** Every axis of a spec's search, without the training's seeds. */
  static List<Axis> of(ExperimentSpec spec) {
    List<Axis> axes = new ArrayList<>();
    spec.matrix()
        .forEach(
            (name, values) -> {
              if (!name.equals(SpecFields.SEED.name())) {
                axes.add(listed(name, values.stream().map(it -> Map.of(name, it)).toList()));
              }
            });
    spec.search()
        .spaces()
        .forEach((name, space) -> axes.add(new Axis(name, List.of(), Optional.of(space))));
    spec.zip()
        .forEach(
            group ->
                axes.add(
                    // why: the order of names makes no other points
                    listed(
                        String.join(",", new TreeSet<>(group.keySet())),
                        ExperimentSpec.rows(group))));
    return axes;
  }

  private static Axis listed(String name, List<Map<String, Object>> rows) {
    return new Axis(name, rows, Optional.empty());
  }

  /** How many values it has; {@link Long#MAX_VALUE} where they are not counted. */
  long count() {
    return space.map(Space::count).orElse((long) rows.size());
  }

  /** The values at a place. */
  Map<String, Object> at(double place) {
    return space
        .map(range -> Map.of(name, value(range.at(place))))
        .orElseGet(() -> rows.get((int) (place * rows.size())));
  }

  private Object value(double number) {
    return SpecFields.axis(name).orElseThrow().kind().accept(number).orElseThrow();
  }

  /** The place of what a trial has, if it has something of this axis. */
  OptionalDouble placeOf(Map<String, Object> assignment) {
    if (space.isPresent()) {
      return assignment.get(name) instanceof Number number
          ? OptionalDouble.of(space.get().placeOf(number.doubleValue()))
          : OptionalDouble.empty();
    }
    for (int row = 0; row < rows.size(); row++) {
      if (ExperimentSpec.has(assignment, rows.get(row))) {
        return OptionalDouble.of((row + 0.5) / rows.size());
      }
    }
    return OptionalDouble.empty();
  }
}
