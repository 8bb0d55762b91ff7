package podium.dashboard.domain;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import podium.protocol.id.ExperimentId;

/**
 * The columns of certain trials: those that all have, {@code accuracy} for the best test accuracy,
 * {@code tag} for the tags of their experiments, and whatever these experiments vary. Immutable.
 */
final class TrialColumns {
  private static final Map<String, String> ALSO =
      Map.of("accuracy", "bestTestAccuracy", Tags.ONE_OF_THEM, "tags");

  private final Set<String> varied;
  private final TrialColumn<Tags> tags;

  /** With the names of values that vary, and the tags of experiments that have any. */
  TrialColumns(Set<String> varied, Map<ExperimentId, List<String>> tags) {
    this.tags = TrialColumn.tags(tags);
    this.varied = new TreeSet<>(varied);
    this.varied.removeAll(TrialColumn.BY_NAME.keySet());
    this.varied.remove(this.tags.name());
  }

  /** Those of these rows. */
  static TrialColumns of(Collection<TrialRow> rows, Map<ExperimentId, List<String>> tags) {
    return new TrialColumns(varied(rows), tags);
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
    String known = ALSO.getOrDefault(name, name);
    return Optional.<TrialColumn<?>>ofNullable(TrialColumn.BY_NAME.get(known))
        .or(() -> Optional.of(tags).filter(column -> column.name().equals(known)))
        .or(() -> Optional.of(name).filter(varied::contains).map(TrialColumn::varied));
  }

  /** All of them, in the order of files. */
  List<TrialColumn<?>> all() {
    return Stream.<Stream<TrialColumn<?>>>of(
            TrialColumn.ALL.stream(),
            Stream.of(tags),
            varied.stream().<TrialColumn<?>>map(TrialColumn::varied))
        .flatMap(Function.identity())
        .toList();
  }

  /** All names there are. */
  Set<String> names() {
    Set<String> names = new TreeSet<>(ALSO.keySet());
    all().forEach(column -> names.add(column.name()));
    return names;
  }
}
