package podium.cli.proof;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import podium.cli.app.CsvRows;
import podium.cli.app.CsvRows.Row;
import podium.engine.study.Outcome;

/**
 * A trace under a rule, and what was published of it: mean completion time, makespan and 99th
 * percentile of the completion times, in seconds.
 */
record Series(String trace, String rule, List<Double> figures) {
  static final List<String> FIGURES = List.of("mean", "makespan", "p99");

  Series {
    figures = List.copyOf(figures);
  }

  /** The 24 series of Muri. */
  static List<Series> published() {
    String name = "muri.csv";
    List<String> columns = List.of("trace", "rule", "mean", "makespan", "p99");
    try (InputStream in = Objects.requireNonNull(Series.class.getResourceAsStream(name))) {
      return CsvRows.read(in, name, columns).stream().map(Series::of).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Series of(Row row) {
    return new Series(
        row.text("trace"), row.text("rule"), FIGURES.stream().map(row::number).toList());
  }

  /** The same figures of ours. */
  static List<Double> figures(Outcome outcome) {
    return List.of(outcome.completion().mean(), outcome.makespan(), outcome.completion().p99());
  }
}
