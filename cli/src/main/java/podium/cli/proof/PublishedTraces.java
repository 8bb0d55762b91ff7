package podium.cli.proof;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import podium.cli.app.TraceFile;
import podium.cli.view.Table;
import podium.engine.study.Cluster;
import podium.engine.study.Overhead;
import podium.engine.study.Study;
import podium.engine.study.TraceJob;

/**
 * The rules of placement that schedule trials give, on job traces of the literature, the results
 * that were published of them.
 */
public final class PublishedTraces implements Proof {
  private static final Cluster CLUSTER = new Cluster(8, 8);

  /** Relative difference up to which numbers are equal: they were published with ten digits. */
  private static final double EQUAL = 1e-8;

  /** Relative difference that a number may have whose events fell together otherwise. */
  private static final double MOST = 0.005;

  private static final int LEAST_EQUAL = 66;

  private final Path folder;

  /** With the traces of a folder, {@code trace1.csv} to {@code trace4_pr.csv}. */
  public PublishedTraces(Path folder) {
    this.folder = folder;
  }

  /** One number beside the other. */
  record Compared(Series series, String figure, double published, double ours, double clean) {
    double difference() {
      return (ours - published) / published;
    }

    double cleanDifference() {
      return (clean - published) / published;
    }
  }

  @Override
  public String claim() {
    return "the 72 numbers that Muri (SIGCOMM 2022) published of srtf, srsf and las on eight"
        + " traces";
  }

  @Override
  public Shown show() {
    return shown(Series.published().parallelStream().flatMap(it -> compared(it).stream()).toList());
  }

  static Shown shown(List<Compared> all) {
    long equal = all.stream().filter(it -> Math.abs(it.difference()) <= EQUAL).count();
    double largest = all.stream().mapToDouble(it -> Math.abs(it.difference())).max().orElse(0);
    return new Shown(
        equal >= LEAST_EQUAL && largest <= MOST,
        lines(all),
        String.format(
            Locale.ROOT,
            "%d of %d within 1e-8, at least %d must be; the largest difference is %.2f %%, at most"
                + " %.2f %% may be",
            equal,
            all.size(),
            LEAST_EQUAL,
            100 * largest,
            100 * MOST));
  }

  /** Its numbers, ours beside theirs. */
  List<Compared> compared(Series series) {
    List<TraceJob> jobs = TraceFile.read(folder.resolve(series.trace() + ".csv"), CLUSTER);
    List<Double> ours = figures(series, Overhead.EVERY_EVENT, jobs);
    List<Double> clean = figures(series, Overhead.START, jobs);
    return IntStream.range(0, Series.FIGURES.size())
        .mapToObj(
            i ->
                new Compared(
                    series,
                    Series.FIGURES.get(i),
                    series.figures().get(i),
                    ours.get(i),
                    clean.get(i)))
        .toList();
  }

  private static List<Double> figures(Series series, Overhead overhead, List<TraceJob> jobs) {
    return Series.figures(new Study(CLUSTER, series.rule(), overhead).of(jobs));
  }

  private static List<String> lines(List<Compared> all) {
    Table table =
        new Table(
            "trace",
            "rule",
            "figure",
            ">published",
            ">ours",
            ">difference",
            ">overhead: start",
            ">difference");
    for (Compared it : all) {
      table.row(
          it.series().trace(),
          it.series().rule(),
          it.figure(),
          seconds(it.published()),
          seconds(it.ours()),
          String.format(Locale.ROOT, "%.1e", it.difference()),
          seconds(it.clean()),
          percent(it.cleanDifference()));
    }
    return table.lines();
  }

  private static String percent(double share) {
    // why: a zero is added so that none is negative
    return String.format(Locale.ROOT, "%.2f %%", Math.round(share * 10_000) / 100.0 + 0.0);
  }

  private static String seconds(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }
}
