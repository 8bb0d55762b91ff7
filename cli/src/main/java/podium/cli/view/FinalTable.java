package podium.cli.view;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import podium.protocol.event.TrialStatus;
import podium.protocol.report.Start;

/** What an experiment came to: one line a trial, the best test accuracy marked. Thread-safe. */
public final class FinalTable {
  private FinalTable() {}

  /** The table of these trials as lines. */
  public static List<String> lines(List<TrialRow> trials) {
    Optional<Double> best =
        trials.stream().flatMap(row -> row.bestTestAccuracy().stream()).max(Double::compare);
    boolean variants = trials.stream().anyMatch(row -> !row.variant().isEmpty());
    Table table =
        variants
            ? new Table(
                "model",
                "variant",
                ">size",
                ">parameters",
                ">epochs",
                ">seconds",
                ">train",
                ">test",
                "")
            : new Table(
                "model", ">size", ">parameters", ">epochs", ">seconds", ">train", ">test", "");
    for (TrialRow row : trials) {
      table.row(cells(row, variants, mark(row, best)));
    }
    return table.lines();
  }

  private static Object[] cells(TrialRow row, boolean variants, String mark) {
    java.util.ArrayList<Object> cells = new java.util.ArrayList<>();
    cells.add(row.spec().model());
    if (variants) {
      cells.add(row.variant());
    }
    cells.add(row.start().map(Start::imageSize).map(String::valueOf).orElse("-"));
    cells.add(row.start().map(Start::parameters).map(Words::count).orElse("-"));
    cells.add(row.epoch());
    cells.add(Words.decimal(row.seconds()));
    cells.add(Words.percent(row.trainAccuracy()));
    cells.add(Words.percent(row.bestTestAccuracy()));
    cells.add(mark);
    return cells.toArray();
  }

  private static String mark(TrialRow row, Optional<Double> best) {
    if (row.status() != TrialStatus.SUCCEEDED) {
      return row.reason().isEmpty()
          ? row.status().name()
          : row.status() + ": " + row.reason().lines().findFirst().orElse("");
    }
    String star = best.isPresent() && row.bestTestAccuracy().equals(best) ? "* best" : "";
    return Stream.of(star, row.otherData())
        .filter(word -> !word.isEmpty())
        .collect(Collectors.joining("; "));
  }
}
