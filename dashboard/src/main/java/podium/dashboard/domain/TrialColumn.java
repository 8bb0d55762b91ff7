package podium.dashboard.domain;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import podium.protocol.id.ExperimentId;

/**
 * A column of trials: what lists are sorted and filtered by, and what a file of them has. A trial
 * without a value stands last. Immutable.
 */
final class TrialColumn<C extends Comparable<C>> {
  /** Above this share of the rows, sorting all of them is faster than keeping the first. */
  private static final int FEW = 8;

  /** The trials' own order: as accepted. */
  static final TrialColumn<Long> ACCEPTED =
      of("accepted", "offset of the event that accepted it", row -> row.identity().accepted());

  /** Every column that all trials have, in the order of files. */
  static final List<TrialColumn<?>> ALL =
      List.of(
          of("trial", "its id", row -> row.identity().trial()),
          of("experiment", "id of its experiment", row -> row.identity().experiment()),
          of("name", "the name that people gave the experiment", row -> row.identity().name()),
          of("number", "its place in the experiment, from 1", row -> row.identity().number()),
          of("model", "with its options", row -> row.identity().model()),
          of("dataset", "what it is trained on", row -> row.identity().dataset()),
          of("seed", "of all its chance", row -> row.identity().seed()),
          of("epochs", "how many it is to train", row -> row.identity().epochs()),
          maybe(
              "forkedFrom",
              "the trial with whose checkpoint it begins",
              row -> row.identity().forkedFrom().map(TrialIdentity.Lineage::trial)),
          ACCEPTED,
          of("acceptedAt", "when that was", row -> row.identity().acceptedAt()),
          of(
              "status",
              "QUEUED, RUNNING, PAUSED, SUCCEEDED, FAILED, CANCELLED or STOPPED",
              row -> row.standing().status().name()),
          of("attempts", "how many have begun", row -> row.standing().attempts()),
          maybe("worker", "of its latest attempt", row -> row.standing().worker()),
          maybe("slot", "there", row -> row.standing().slot()),
          maybe("startedAt", "when it first began to train", row -> row.standing().startedAt()),
          maybe("endedAt", "when it ended", row -> row.standing().endedAt()),
          of("epoch", "the latest one that is done", row -> row.learning().epoch()),
          maybe(
              "bestTestAccuracy",
              "test accuracy of the best epoch, from 0 to 1; in filters also `accuracy`",
              row -> row.learning().bestTestAccuracy()),
          maybe(
              "bestValidationAccuracy",
              "its validation accuracy, where images are held out",
              row -> row.learning().bestValidationAccuracy()),
          maybe("bestEpoch", "which epoch that is", row -> row.learning().bestEpoch()),
          maybe("trainLoss", "of the latest epoch", row -> row.learning().trainLoss()),
          maybe("trainAccuracy", "of the latest epoch", row -> row.learning().trainAccuracy()),
          maybe("testLoss", "of the latest epoch", row -> row.learning().testLoss()),
          maybe("testAccuracy", "of the latest epoch", row -> row.learning().testAccuracy()),
          maybe(
              "minTrainLoss",
              "smallest `trainLoss` of the epochs that count",
              row -> row.learning().extremes().minTrainLoss()),
          maybe(
              "maxTrainLoss",
              "largest `trainLoss` of the epochs that count",
              row -> row.learning().extremes().maxTrainLoss()),
          maybe(
              "minTrainAccuracy",
              "smallest `trainAccuracy` of the epochs that count",
              row -> row.learning().extremes().minTrainAccuracy()),
          maybe(
              "maxTrainAccuracy",
              "largest `trainAccuracy` of the epochs that count",
              row -> row.learning().extremes().maxTrainAccuracy()),
          maybe(
              "minTestLoss",
              "smallest `testLoss` of the epochs that count",
              row -> row.learning().extremes().minTestLoss()),
          maybe(
              "maxTestLoss",
              "largest `testLoss` of the epochs that count",
              row -> row.learning().extremes().maxTestLoss()),
          maybe(
              "minTestAccuracy",
              "smallest `testAccuracy` of the epochs that count",
              row -> row.learning().extremes().minTestAccuracy()),
          maybe(
              "maxTestAccuracy",
              "largest `testAccuracy` of the epochs that count",
              row -> row.learning().extremes().maxTestAccuracy()),
          maybe(
              "seconds",
              "of training, in all epochs that count; none before the first",
              row -> Optional.of(row.learning().seconds()).filter(sum -> sum > 0)),
          maybe("parameters", "of the model", row -> row.learning().parameters()),
          maybe(
              "multiplyAdds",
              "of the forward pass of one image",
              row -> row.learning().multiplyAdds()),
          maybe("imageSize", "side of the images in pixels", row -> row.learning().imageSize()),
          maybe(
              "fingerprint",
              "SHA-256 of the data's names, sizes and content",
              row -> row.data().fingerprint()));

  /** The same by the names that people use. */
  static final Map<String, TrialColumn<?>> BY_NAME =
      ALL.stream().collect(Collectors.toUnmodifiableMap(TrialColumn::name, Function.identity()));

  private final String name;
  private final String meaning;
  private final Function<TrialRow, Optional<C>> value;

  private TrialColumn(String name, String meaning, Function<TrialRow, Optional<C>> value) {
    this.name = name;
    this.meaning = meaning;
    this.value = value;
  }

  private static <C extends Comparable<C>> TrialColumn<C> of(
      String name, String meaning, Function<TrialRow, C> value) {
    return maybe(name, meaning, row -> Optional.of(value.apply(row)));
  }

  private static <C extends Comparable<C>> TrialColumn<C> maybe(
      String name, String meaning, Function<TrialRow, Optional<C>> value) {
    return new TrialColumn<>(name, meaning, value);
  }

  /** What some experiments vary. */
  static TrialColumn<Varied> varied(String name) {
    return maybe(
        name,
        "what the experiment varies",
        row -> Optional.ofNullable(row.identity().assignment().get(name)).map(Varied::new));
  }

  /** What the trials' experiments are marked with. */
  static TrialColumn<Tags> tags(Map<ExperimentId, List<String>> tags) {
    return maybe(
        "tags",
        "of its experiment, in order, with `; ` between; in filters `tag` asks for one of them",
        row -> Optional.ofNullable(tags.get(row.identity().experiment())).map(Tags::new));
  }

  /** The name that people sort and filter by. */
  String name() {
    return name;
  }

  /** What it says of a trial, in a few words. */
  String meaning() {
    return meaning;
  }

  /** What a trial has there. */
  Optional<C> value(TrialRow row) {
    return value.apply(row);
  }

  /** The same as people and programs read it: a word or a number. */
  Optional<Object> plain(TrialRow row) {
    return value(row).map(TrialColumn::plain);
  }

  private static Object plain(Object value) {
    return switch (value) {
      case Varied varied -> varied.value();
      case Tags tags -> tags.toString();
      default -> value;
    };
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
