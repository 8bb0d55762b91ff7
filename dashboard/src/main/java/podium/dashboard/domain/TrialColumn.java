package podium.dashboard.domain;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Function;
import java.util.stream.Stream;

/** A column by which trials can be sorted; a trial without a value stands last. Immutable. */
final class TrialColumn<C extends Comparable<C>> {
  /** Above this share of the rows, sorting all of them is faster than keeping the first. */
  private static final int FEW = 8;

  /** The trials' own order: as accepted. */
  static final TrialColumn<Long> ACCEPTED = of(row -> row.identity().accepted());

  /** Every column by the name people sort by. */
  static final Map<String, TrialColumn<?>> ALL =
      Map.ofEntries(
          Map.entry("trial", of(row -> row.identity().trial())),
          Map.entry("experiment", of(row -> row.identity().experiment())),
          Map.entry("name", of(row -> row.identity().name())),
          Map.entry("number", of(row -> row.identity().number())),
          Map.entry("model", of(row -> row.identity().model())),
          Map.entry("dataset", of(row -> row.identity().dataset())),
          Map.entry("seed", of(row -> row.identity().seed())),
          Map.entry("epochs", of(row -> row.identity().epochs())),
          Map.entry(
              "forkedFrom",
              maybe(row -> row.identity().forkedFrom().map(TrialIdentity.Lineage::trial))),
          Map.entry("accepted", ACCEPTED),
          Map.entry("acceptedAt", of(row -> row.identity().acceptedAt())),
          Map.entry("status", of(row -> row.standing().status().name())),
          Map.entry("attempts", of(row -> row.standing().attempts())),
          Map.entry("worker", maybe(row -> row.standing().worker())),
          Map.entry("slot", maybe(row -> row.standing().slot())),
          Map.entry("startedAt", maybe(row -> row.standing().startedAt())),
          Map.entry("endedAt", maybe(row -> row.standing().endedAt())),
          Map.entry("epoch", of(row -> row.learning().epoch())),
          Map.entry("bestTestAccuracy", maybe(row -> row.learning().bestTestAccuracy())),
          Map.entry(
              "bestValidationAccuracy", maybe(row -> row.learning().bestValidationAccuracy())),
          Map.entry("bestEpoch", maybe(row -> row.learning().bestEpoch())),
          Map.entry("trainLoss", maybe(row -> row.learning().trainLoss())),
          Map.entry("trainAccuracy", maybe(row -> row.learning().trainAccuracy())),
          Map.entry("testLoss", maybe(row -> row.learning().testLoss())),
          Map.entry("testAccuracy", maybe(row -> row.learning().testAccuracy())),
          // why: a trial that has not begun has no seconds, and stands last
          Map.entry(
              "seconds",
              maybe(row -> Optional.of(row.learning().seconds()).filter(sum -> sum > 0))),
          Map.entry("parameters", maybe(row -> row.learning().parameters())),
          Map.entry("multiplyAdds", maybe(row -> row.learning().multiplyAdds())),
          Map.entry("imageSize", maybe(row -> row.learning().imageSize())),
          Map.entry("fingerprint", maybe(row -> row.data().fingerprint())));

  private final Function<TrialRow, Optional<C>> value;

  private TrialColumn(Function<TrialRow, Optional<C>> value) {
    this.value = value;
  }

  private static <C extends Comparable<C>> TrialColumn<C> of(Function<TrialRow, C> value) {
    return new TrialColumn<>(row -> Optional.of(value.apply(row)));
  }

  private static <C extends Comparable<C>> TrialColumn<C> maybe(
      Function<TrialRow, Optional<C>> value) {
    return new TrialColumn<>(value);
  }

  /** What a trial has there. */
  Optional<C> value(TrialRow row) {
    return value.apply(row);
  }

  /** The order by this column alone. */
  Comparator<TrialRow> order(boolean descending) {
    return Comparator.comparing(value, values(descending));
  }

  private record Keyed<C>(Optional<C> key, TrialRow row) {}

  /**
   * The first rows in the order by this column.
   *
   * @param ties the order of rows that have the same value
   */
  List<TrialRow> first(
      Stream<TrialRow> rows, int count, boolean descending, Comparator<TrialRow> ties) {
    Comparator<Keyed<C>> order =
        Comparator.<Keyed<C>, Optional<C>>comparing(Keyed::key, values(descending))
            .thenComparing(Keyed::row, ties);
    List<Keyed<C>> all = rows.map(row -> new Keyed<>(value.apply(row), row)).toList();
    Stream<Keyed<C>> first =
        (long) count * FEW < all.size()
            ? few(all, count, order)
            : all.stream().sorted(order).limit(count);
    return first.map(Keyed::row).toList();
  }

  private static <C extends Comparable<C>> Comparator<Optional<C>> values(boolean descending) {
    return (one, other) -> {
      if (one.isEmpty() || other.isEmpty()) {
        return Boolean.compare(one.isEmpty(), other.isEmpty());
      }
      int compared = one.get().compareTo(other.get());
      return descending ? -compared : compared;
    };
  }

  private static <K> Stream<K> few(List<K> all, int count, Comparator<K> order) {
    PriorityQueue<K> kept = new PriorityQueue<>(count + 1, order.reversed());
    for (K each : all) {
      if (kept.size() < count) {
        kept.add(each);
      } else if (order.compare(each, kept.element()) < 0) {
        kept.remove();
        kept.add(each);
      }
    }
    return kept.stream().sorted(order);
  }
}
