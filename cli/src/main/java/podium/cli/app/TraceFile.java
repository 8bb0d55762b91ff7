package podium.cli.app;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import podium.cli.app.CsvRows.Row;
import podium.cli.error.DiskReason;
import podium.cli.error.UserErrorException;
import podium.engine.study.Cluster;
import podium.engine.study.TraceJob;

/**
 * A job trace in a CSV file, with the columns of Muri's simulator: {@code num_gpu}, {@code
 * submit_time} and {@code iteration_time} in milliseconds, {@code iterations}, {@code model_name}.
 * Others are passed over. Stateless.
 */
public final class TraceFile {
  private static final List<String> COLUMNS =
      List.of("num_gpu", "submit_time", "iterations", "iteration_time", "model_name");

  /** By how much that simulator takes an iteration to be longer than it was measured. */
  private static final double LONGER = 1.015;

  private TraceFile() {}

  /**
   * The jobs of a trace, in its order.
   *
   * @throws UserErrorException if it cannot be read, or has what cannot be, on that cluster
   */
  public static List<TraceJob> read(Path file, Cluster cluster) {
    try (InputStream in = Files.newInputStream(file)) {
      List<TraceJob> jobs = new ArrayList<>();
      for (Row row : CsvRows.read(in, file.toString(), COLUMNS)) {
        jobs.add(job(row, String.valueOf(jobs.size()), cluster));
      }
      return jobs;
    } catch (IOException e) {
      throw new UserErrorException(
          "%s cannot be read (%s); a trace is a CSV file".formatted(file, DiskReason.of(e)), e);
    }
  }

  private static TraceJob job(Row row, String name, Cluster cluster) {
    int slots = row.whole("num_gpu");
    if (slots < 1 || slots > cluster.slots()) {
      throw new UserErrorException(
          "%s: num_gpu is %d; allowed: 1 to %d, the slots of %d nodes of %d"
              .formatted(
                  row.place(), slots, cluster.slots(), cluster.nodes(), cluster.slotsPerNode()));
    }
    try {
      return new TraceJob(
          name,
          row.text("model_name"),
          slots,
          row.number("submit_time") / 1000,
          row.number("iterations"),
          row.number("iteration_time") * LONGER / 1000);
    } catch (IllegalArgumentException e) {
      throw new UserErrorException("%s: %s".formatted(row.place(), e.getMessage()), e);
    }
  }
}
