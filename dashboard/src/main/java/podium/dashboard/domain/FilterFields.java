package podium.dashboard.domain;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * By what trials are filtered: the columns that they are sorted by, {@code accuracy} for the best
 * test accuracy, and whatever the experiments of these trials vary. Immutable.
 */
final class FilterFields {
  private static final String ACCURACY = "accuracy";

  private final Set<String> varied;

  /** With the names of values that vary. */
  FilterFields(Set<String> varied) {
    this.varied = Set.copyOf(varied);
  }

  /** Of what these trials have. */
  static FilterFields of(List<TrialRow> rows) {
    return new FilterFields(varied(rows));
  }

  /** The names of the values that the experiments of these trials vary. */
  static Set<String> varied(List<TrialRow> rows) {
    Set<String> varied = new HashSet<>();
    Map<String, Object> before = Map.of();
    for (TrialRow row : rows) {
      // why: neighbours mostly are of one experiment
      if (!row.identity().assignment().keySet().equals(before.keySet())) {
        before = row.identity().assignment();
        varied.addAll(before.keySet());
      }
    }
    return varied;
  }

  /** The field of a name. */
  Optional<Filter.Field> find(String name) {
    TrialColumn<?> column = TrialColumn.ALL.get(name.equals(ACCURACY) ? "bestTestAccuracy" : name);
    if (column != null) {
      return Optional.of(new Filter.Field(name, row -> column.value(row).map(it -> it)));
    }
    return varied.contains(name)
        ? Optional.of(
            new Filter.Field(
                name, row -> Optional.ofNullable(row.identity().assignment().get(name))))
        : Optional.empty();
  }

  /** All names there are. */
  Set<String> names() {
    Set<String> names = new TreeSet<>(TrialColumn.ALL.keySet());
    names.addAll(varied);
    names.add(ACCURACY);
    return names;
  }
}
