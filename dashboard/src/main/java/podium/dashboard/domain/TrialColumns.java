package podium.dashboard.domain;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The columns of certain trials: those that all have, {@code accuracy} for the best test accuracy,
 * and whatever the experiments of these trials vary. Immutable.
 */
final class TrialColumns {
  private static final Map<String, String> ALSO = Map.of("accuracy", "bestTestAccuracy");

  private final Set<String> varied;

  /** With the names of values that vary. */
  TrialColumns(Set<String> varied) {
    this.varied = new TreeSet<>(varied);
    this.varied.removeAll(TrialColumn.BY_NAME.keySet());
  }

  /** Those of these rows. */
  static TrialColumns of(Collection<TrialRow> rows) {
    return new TrialColumns(varied(rows));
  }

  /** The names of all values that the experiments of these rows vary, in their order. */
  static Set<String> varied(Collection<TrialRow> rows) {
    Set<String> varied = new TreeSet<>();
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

  /** The column of a name. */
  Optional<TrialColumn<?>> find(String name) {
    return Optional.<TrialColumn<?>>ofNullable(
            TrialColumn.BY_NAME.get(ALSO.getOrDefault(name, name)))
        .or(() -> Optional.of(name).filter(varied::contains).map(TrialColumn::varied));
  }

  /** All of them, in the order of files. */
  List<TrialColumn<?>> all() {
    return Stream.<TrialColumn<?>>concat(
            TrialColumn.ALL.stream(), varied.stream().map(TrialColumn::varied))
        .toList();
  }

  /** All names there are. */
  Set<String> names() {
    Set<String> names = new TreeSet<>(ALSO.keySet());
    all().forEach(column -> names.add(column.name()));
    return names;
  }
}
