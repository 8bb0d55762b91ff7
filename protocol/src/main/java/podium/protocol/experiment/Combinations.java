package podium.protocol.experiment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * The combinations of a matrix and of axes varied together, made one at a time: the last axis
 * varies fastest. Immutable.
 */
final class Combinations {
  private final List<List<Map<String, Object>>> axes = new ArrayList<>();

  Combinations(Map<String, List<Object>> matrix, List<Map<String, List<Object>>> zip) {
    matrix.forEach(
        (name, values) -> axes.add(values.stream().map(value -> Map.of(name, value)).toList()));
    zip.forEach(group -> axes.add(rows(group)));
  }

  /** The combinations of axes varied together: the first values, the second ones, and so on. */
  static List<Map<String, Object>> rows(Map<String, List<Object>> group) {
    int rows = group.values().stream().mapToInt(List::size).min().orElse(0);
    return IntStream.range(0, rows).mapToObj(row -> row(group, row)).toList();
  }

  private static Map<String, Object> row(Map<String, List<Object>> group, int row) {
    Map<String, Object> one = new LinkedHashMap<>();
    group.forEach((name, values) -> one.put(name, values.get(row)));
    return one;
  }

  /** How many there are, saturating at {@link Long#MAX_VALUE}. */
  long count() {
    long count = axes.isEmpty() ? 0 : 1;
    for (List<?> values : axes) {
      if (!values.isEmpty() && count > Long.MAX_VALUE / values.size()) {
        return Long.MAX_VALUE;
      }
      count *= values.size();
    }
    return count;
  }

  void forEach(Consumer<Map<String, Object>> taker) {
    int[] at = new int[axes.size()];
    for (long left = count(); left > 0; left--) {
      Map<String, Object> one = new LinkedHashMap<>();
      for (int axis = 0; axis < at.length; axis++) {
        one.putAll(axes.get(axis).get(at[axis]));
      }
      taker.accept(one);
      for (int axis = at.length - 1; axis >= 0 && ++at[axis] == axes.get(axis).size(); axis--) {
        at[axis] = 0;
      }
    }
  }
}
