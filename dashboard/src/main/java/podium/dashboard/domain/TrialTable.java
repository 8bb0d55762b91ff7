package podium.dashboard.domain;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.stream.Stream;
import podium.dashboard.domain.Board.Page;
import podium.protocol.event.TrialStatus;
import podium.protocol.id.ExperimentId;
import podium.protocol.id.TrialId;

/**
 * Every trial's row, kept beside the database so that lists come in any order without an index for
 * each. Thread-safe.
 */
public final class TrialTable {
  /** A filter of what belongs to the experiment: whether people put it aside. */
  private static final String ARCHIVED = "archived";

  /** A condition in people's words. */
  private static final String FILTER = "filter";

  private static final Map<String, BiPredicate<TrialRow, Set<String>>> FILTERS =
      Map.of(
          "trial",
          (row, values) -> values.contains(row.identity().trial().value()),
          "experiment",
          (row, values) ->
              values.contains(row.identity().experiment().value())
                  || values.contains(row.identity().name()),
          "name",
          (row, values) -> values.contains(row.identity().name()),
          "status",
          (row, values) -> values.contains(row.standing().status().name()),
          "model",
          (row, values) -> values.contains(row.identity().model()),
          "dataset",
          (row, values) -> values.contains(row.identity().dataset()),
          "worker",
          (row, values) -> row.standing().worker().filter(values::contains).isPresent());

  private static final Comparator<TrialRow> OWN_ORDER =
      TrialColumn.ACCEPTED.order(false).thenComparingInt((TrialRow row) -> row.identity().number());

  private final Map<TrialId, Integer> places = new HashMap<>();
  private final List<TrialRow> rows = new ArrayList<>();
  private Set<ExperimentId> archived = Set.of();
  private Map<ExperimentId, List<String>> tags = Map.of();
  private Position position;

  private record Snapshot(
      Position position,
      List<TrialRow> rows,
      Set<ExperimentId> archived,
      Map<ExperimentId, List<String>> tags) {}

  /** A table of a board at that position. */
  public TrialTable(Position position) {
    this.position = position;
  }

  /** Puts other rows in the place of all. */
  public synchronized void begin(
      Position at, Collection<TrialRow> all, Collection<ExperimentRow> experiments) {
    places.clear();
    rows.clear();
    archived = Set.of();
    tags = Map.of();
    put(all, experiments, at);
  }

  /** Puts changed rows in their places; the position is the one after. */
  public synchronized void put(
      Collection<TrialRow> changed, Collection<ExperimentRow> experiments, Position after) {
    position = after;
    mark(experiments);
    for (TrialRow row : changed) {
      Integer place = places.putIfAbsent(row.identity().trial(), rows.size());
      if (place == null) {
        rows.add(row);
      } else {
        rows.set(place, row);
      }
    }
  }

  // why: whoever reads goes on with what he has, and of many at once one copy is made
  private void mark(Collection<ExperimentRow> changed) {
    if (changed.stream()
        .anyMatch(row -> !row.tags().equals(tags.getOrDefault(row.experiment(), List.of())))) {
      Map<ExperimentId, List<String>> now = new HashMap<>(tags);
      changed.forEach(row -> now.put(row.experiment(), row.tags()));
      now.values().removeIf(List::isEmpty);
      tags = now;
    }
    if (changed.stream().anyMatch(row -> row.archived() != archived.contains(row.experiment()))) {
      Set<ExperimentId> now = new HashSet<>(archived);
      for (ExperimentRow row : changed) {
        if (row.archived()) {
          now.add(row.experiment());
        } else {
          now.remove(row.experiment());
        }
      }
      archived = now;
    }
  }

  /** How far the rows are. */
  public synchronized Position position() {
    return position;
  }

  /** The tags of experiments that have any. */
  public synchronized Map<ExperimentId, List<String>> tags() {
    return Collections.unmodifiableMap(tags);
  }

  /** The row of a trial. */
  public synchronized Optional<TrialRow> row(TrialId trial) {
    return Optional.ofNullable(places.get(trial)).map(rows::get);
  }

  /** Every row, as they are now. */
  public List<TrialRow> rows() {
    return snapshot().rows();
  }

  /** Those that are on a slot. */
  public List<TrialRow> running() {
    return snapshot().rows().stream()
        .filter(row -> row.standing().status() == TrialStatus.RUNNING)
        .toList();
  }

  /**
   * A part of the list that the query means.
   *
   * @throws BadQueryException when it names a filter or column that is not there
   */
  public Page<TrialRow> page(ListQuery query) {
    return part(query, (long) query.page() * query.limit(), query.limit());
  }

  /**
   * The whole list, whatever part of it the query means.
   *
   * @throws BadQueryException as of a part
   */
  public Page<TrialRow> all(ListQuery query) {
    return part(query, 0, Integer.MAX_VALUE);
  }

  private Page<TrialRow> part(ListQuery query, long skip, int most) {
    Snapshot now = snapshot();
    List<TrialRow> all = wanted(query, now);
    int end = (int) Math.min(skip + most, all.size());
    List<TrialRow> part =
        skip >= end ? List.of() : first(query.sort(), all, end, now).subList((int) skip, end);
    return new Page<>(now.position().offset(), now.position().generation(), all.size(), part);
  }

  /**
   * The whole list that the query means, whatever its limit and page, with every column of its
   * trials.
   *
   * @throws BadQueryException when it names a filter or column that is not there
   */
  public Sheet sheet(ListQuery query) {
    Snapshot now = snapshot();
    List<TrialRow> all = wanted(query, now);
    List<TrialColumn<?>> columns = TrialColumns.of(all, now.tags()).all();
    List<TrialRow> sorted = first(query.sort(), all, all.size(), now);
    return new Sheet(
        columns.stream().map(TrialColumn::name).toList(),
        sorted.stream()
            .map(
                row ->
                    columns.stream()
                        .map(column -> column.value(row).map(Object::toString))
                        .toList()));
  }

  private static List<TrialRow> first(
      List<ListQuery.SortBy> sort, List<TrialRow> all, int count, Snapshot now) {
    List<TrialColumn<?>> columns = new ArrayList<>();
    sort.forEach(by -> columns.add(column(by.column(), now)));
    Comparator<TrialRow> ties = OWN_ORDER;
    for (int i = sort.size() - 1; i > 0; i--) {
      ties = columns.get(i).order(sort.get(i).descending()).thenComparing(ties);
    }
    TrialColumn<?> first = columns.isEmpty() ? TrialColumn.ACCEPTED : columns.getFirst();
    boolean descending = !sort.isEmpty() && sort.getFirst().descending();
    return first.first(all.stream(), count, descending, ties);
  }

  // why: a copy takes far less time than a sort, so nobody waits for a list
  private synchronized Snapshot snapshot() {
    return new Snapshot(position, new ArrayList<>(rows), archived, tags);
  }

  private static List<TrialRow> wanted(ListQuery query, Snapshot now) {
    Predicate<TrialRow> wanted = row -> true;
    for (Map.Entry<String, String> filter : query.filters().entrySet()) {
      if (filter.getKey().equals(ARCHIVED)) {
        boolean wish = Boolean.parseBoolean(filter.getValue());
        wanted = wanted.and(row -> now.archived().contains(row.identity().experiment()) == wish);
        continue;
      }
      if (filter.getKey().equals(FILTER)) {
        wanted =
            wanted.and(
                FilterReader.read(filter.getValue(), TrialColumns.of(now.rows(), now.tags())));
        continue;
      }
      BiPredicate<TrialRow, Set<String>> condition = FILTERS.get(filter.getKey());
      if (condition == null) {
        throw BadQueryException.noFilter(
            filter.getKey(),
            Stream.concat(FILTERS.keySet().stream(), Stream.of(FILTER, ARCHIVED)).toList());
      }
      Set<String> values = new HashSet<>(ListQuery.words(filter.getKey(), filter.getValue()));
      wanted = wanted.and(row -> condition.test(row, values));
    }
    return now.rows().stream().filter(wanted).toList();
  }

  // why: what all trials have is found without a look at each of them
  private static TrialColumn<?> column(String name, Snapshot now) {
    return Optional.<TrialColumn<?>>ofNullable(TrialColumn.BY_NAME.get(name))
        .or(() -> TrialColumns.of(now.rows(), now.tags()).find(name))
        .orElseThrow(
            () ->
                BadQueryException.noColumn(name, TrialColumns.of(now.rows(), now.tags()).names()));
  }
}
