package podium.workers.spool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import podium.protocol.folder.FolderLock;
import podium.protocol.id.NodeAddress;

/** A worker's own folder, locked against a second worker while open. Thread-safe. */
public final class DataDirectory implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DataDirectory.class);
  private static final String SCHEDULERS = "schedulers";

  private final Path folder;
  private final FolderLock lock;

  private DataDirectory(Path folder, FolderLock lock) {
    this.folder = folder;
    this.lock = lock;
  }

  /**
   * Takes the folder, made when missing.
   *
   * @throws IllegalStateException when another worker has it
   * @throws UncheckedIOException when it cannot be written
   */
  public static DataDirectory open(Path folder) {
    try {
      return FolderLock.take(folder, "worker.lock")
          .map(lock -> new DataDirectory(folder, lock))
          .orElseThrow(
              () ->
                  new IllegalStateException(
                      "another worker uses %s; give this one its own with --data-dir"
                          .formatted(folder)));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot write to the worker's folder %s (%s); see to its rights and its disk, or choose another with --data-dir"
              .formatted(folder, e),
          e);
    }
  }

  /** The worker's id as kept here, or the proposed one, kept from now on. */
  public String workerId(Supplier<String> proposal) {
    Path file = folder.resolve("worker.id");
    try {
      if (Files.exists(file) && !Files.readString(file).isBlank()) {
        return Files.readString(file).strip();
      }
      String id = proposal.get();
      Files.writeString(file, id + "\n");
      return id;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot keep the worker's id in %s (%s); see to its rights and its disk, or choose another folder with --data-dir"
              .formatted(file, e),
          e);
    }
  }

  /** Where schedulers were when the worker last heard of them. */
  public List<NodeAddress> schedulers() {
    try {
      Path file = folder.resolve(SCHEDULERS);
      return Files.exists(file)
          ? Files.readAllLines(file).stream()
              .flatMap(line -> NodeAddress.parse(line.strip()).stream())
              .toList()
          : List.of();
    } catch (IOException e) {
      LOG.warn("where schedulers were is not known any more: {}", e.toString());
      return List.of();
    }
  }

  /** Keeps where schedulers are; without it a worker has what a person gave it. */
  public void keepSchedulers(List<NodeAddress> addresses) {
    try {
      Files.write(folder.resolve(SCHEDULERS), addresses.stream().map(NodeAddress::value).toList());
    } catch (IOException e) {
      LOG.warn("where schedulers are cannot be kept: {}", e.toString());
    }
  }

  /** Where its spool lies. */
  public Path spool() {
    return folder.resolve("spool");
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot unlock " + folder, e);
    }
  }
}
