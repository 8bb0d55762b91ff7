package podium.benchmarks.child;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import podium.workers.machine.ProcessStatus;
import podium.workers.training.data.catalog.DatasetCatalog;
import podium.workers.training.data.catalog.DatasetSettings;

/** A measured process: reads a folder of pictures as a trainer that has never seen it. */
public final class PhotoReader {
  private PhotoReader() {}

  /** Takes the folder, a folder for what is kept, and the size in pixels. */
  public static void main(String[] arguments) throws IOException {
    Path cache = Path.of(arguments[1]);
    DatasetSettings photos =
        new DatasetSettings(
            "photos", DatasetSettings.Kind.BY_CONTENT, Optional.of(Path.of(arguments[0])), 0);
    int size = Integer.parseInt(arguments[2]);
    Stopwatch.serveNumbers(
        "Podium",
        java.util.Map.of(
            "read",
            () -> {
              forget(cache);
              long start = System.nanoTime();
              DatasetCatalog.load(List.of(photos), cache)
                  .dataset("photos", own -> size, (what, done, all) -> {});
              return (System.nanoTime() - start) / 1e6;
            },
            "memory",
            () -> (double) ProcessStatus.peak(ProcessHandle.current().pid()).orElse(0)));
  }

  private static void forget(Path cache) {
    if (!Files.exists(cache)) {
      return;
    }
    try (Stream<Path> files = Files.list(cache)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
