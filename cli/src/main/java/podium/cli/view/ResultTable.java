package podium.cli.view;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import podium.protocol.event.TrialStatus;
import podium.protocol.report.Start;

/**
 * What an experiment came to, for a report or another program: one row a trial, or one for all of
 * its seeds. Immutable.
 */
public final class ResultTable {
  private final List<Head> heads;
  private final List<List<Cell>> rows;

  /** A column: its name, and whether it holds numbers. */
  record Head(String name, boolean number) {}

  /** A value, in the words of a table and in full; nothing where it is not known. */
  record Cell(String shown, Optional<Object> value) {
    private static final Cell NOTHING = new Cell("-", Optional.empty());

    static Cell of(Object value) {
      return new Cell(String.valueOf(value), Optional.of(value));
    }

    static Cell seconds(double value) {
      return new Cell(Words.decimal(value), Optional.of(value));
    }

    static Cell share(Optional<Double> value) {
      return value
          .map(share -> new Cell(Words.percent(share), Optional.<Object>of(share)))
          .orElse(NOTHING);
    }

    static Cell count(Optional<Long> value) {
      return value
          .map(number -> new Cell(Words.count(number), Optional.<Object>of(number)))
          .orElse(NOTHING);
    }
  }

  private ResultTable(List<Head> heads, List<List<Cell>> rows) {
    this.heads = List.copyOf(heads);
    this.rows = rows.stream().map(List::copyOf).toList();
  }

  /** One row a trial. */
  public static ResultTable ofTrials(List<TrialRow> trials) {
    List<String> axes = axes(trials, Set.of());
    List<Head> heads = new ArrayList<>();
    heads.add(new Head("trial", false));
    axes.forEach(axis -> heads.add(new Head(axis, false)));
    boolean forks = trials.stream().anyMatch(row -> row.forkedFrom().isPresent());
    if (forks) {
      heads.add(new Head("forkedFrom", false));
    }
    heads.add(new Head("status", false));
    Stream.of(
            "imageSize",
            "parameters",
            "multiplyAdds",
            "epochs",
            "seconds",
            "trainAccuracy",
            "testAccuracy")
        .forEach(name -> heads.add(new Head(name, true)));
    List<List<Cell>> rows = new ArrayList<>();
    for (TrialRow row : trials) {
      List<Cell> cells = new ArrayList<>();
      cells.add(Cell.of(row.trial().value()));
      axes.forEach(axis -> cells.add(axis(row, axis)));
      if (forks) {
        cells.add(row.forkedFrom().map(from -> Cell.of(from.told())).orElse(Cell.NOTHING));
      }
      cells.add(Cell.of(row.status().name()));
      cells.add(Cell.count(row.start().map(Start::imageSize).map(Long::valueOf)));
      cells.add(Cell.count(row.start().map(Start::parameters)));
      cells.add(Cell.count(row.start().map(Start::multiplyAdds)));
      cells.add(Cell.of((long) row.epoch()));
      cells.add(Cell.seconds(row.seconds()));
      cells.add(Cell.share(row.trainAccuracy()));
      cells.add(Cell.share(row.bestTestAccuracy()));
      rows.add(cells);
    }
    return new ResultTable(heads, rows);
  }

  /**
   * One row for the trials that differ in nothing but their seed: of those that succeeded the mean
   * and the deviation (of a sample, in points) of the test accuracy, and the mean of the seconds.
   */
  public static ResultTable overSeeds(List<TrialRow> trials) {
    List<String> axes = axes(trials, Set.of("seed"));
    List<Head> heads = new ArrayList<>();
    axes.forEach(axis -> heads.add(new Head(axis, false)));
    Stream.of("trials", "succeeded", "seconds", "testAccuracy", "deviation")
        .forEach(name -> heads.add(new Head(name, true)));
    Map<List<Cell>, List<TrialRow>> groups = new LinkedHashMap<>();
    for (TrialRow row : trials) {
      List<Cell> group = axes.stream().map(axis -> axis(row, axis)).toList();
      groups.computeIfAbsent(group, key -> new ArrayList<>()).add(row);
    }
    List<List<Cell>> rows = new ArrayList<>();
    groups.forEach((group, alike) -> rows.add(row(group, alike)));
    return new ResultTable(heads, rows);
  }

  private static List<Cell> row(List<Cell> group, List<TrialRow> alike) {
    List<TrialRow> succeeded =
        alike.stream().filter(row -> row.status() == TrialStatus.SUCCEEDED).toList();
    double[] accuracies =
        succeeded.stream()
            .flatMap(row -> row.bestTestAccuracy().stream())
            .mapToDouble(Double::doubleValue)
            .toArray();
    List<Cell> cells = new ArrayList<>(group);
    cells.add(Cell.of((long) alike.size()));
    cells.add(Cell.of((long) succeeded.size()));
    cells.add(
        succeeded.isEmpty()
            ? Cell.NOTHING
            : Cell.seconds(
                succeeded.stream().mapToDouble(TrialRow::seconds).average().orElseThrow()));
    cells.add(Cell.share(mean(accuracies)));
    cells.add(Cell.share(deviation(accuracies)));
    return cells;
  }

  private static Optional<Double> mean(double[] values) {
    return values.length == 0
        ? Optional.empty()
        : Optional.of(DoubleStream.of(values).average().orElseThrow());
  }

  private static Optional<Double> deviation(double[] values) {
    if (values.length < 2) {
      return Optional.empty();
    }
    double mean = mean(values).orElseThrow();
    double squares = DoubleStream.of(values).map(it -> (it - mean) * (it - mean)).sum();
    return Optional.of(Math.sqrt(squares / (values.length - 1)));
  }

  /** What is varied: model first. */
  private static List<String> axes(List<TrialRow> trials, Set<String> without) {
    Set<String> axes = new LinkedHashSet<>(List.of("model"));
    trials.forEach(row -> axes.addAll(row.assignment().keySet()));
    axes.removeAll(without);
    return List.copyOf(axes);
  }

  private static Cell axis(TrialRow row, String axis) {
    return axis.equals("model")
        ? Cell.of(row.spec().model())
        : Optional.ofNullable(row.assignment().get(axis)).map(Cell::of).orElse(Cell.NOTHING);
  }

  /** Names of the columns. */
  List<String> names() {
    return heads.stream().map(Head::name).toList();
  }

  List<Head> heads() {
    return heads;
  }

  List<List<Cell>> rows() {
    return rows;
  }

  /** Aligned text. */
  public List<String> lines() {
    Table table =
        new Table(
            heads.stream()
                .map(head -> head.number() ? ">" + head.name() : head.name())
                .toArray(String[]::new));
    rows.forEach(row -> table.row(row.stream().map(Cell::shown).toArray()));
    return table.lines();
  }

  /** The values in full, by the name of their column; those not known are left out. */
  public List<Map<String, Object>> values() {
    List<Map<String, Object>> all = new ArrayList<>();
    for (List<Cell> row : rows) {
      Map<String, Object> values = new LinkedHashMap<>();
      for (int i = 0; i < heads.size(); i++) {
        String name = heads.get(i).name();
        row.get(i).value().ifPresent(value -> values.put(name, Objects.requireNonNull(value)));
      }
      all.add(values);
    }
    return all;
  }
}
