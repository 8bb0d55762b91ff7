package podium.workers.spool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import podium.engine.worker.Backlog;
import podium.engine.worker.SpooledReport;
import podium.protocol.id.AttemptId;
import podium.protocol.report.Report;

/** A spool of one file for each attempt in one folder, for one process. Thread-safe. */
public final class FileSpool implements BoundedSpool {
  private static final Logger LOG = LoggerFactory.getLogger(FileSpool.class);

  private final Path folder;
  private final long bound;
  private final Map<AttemptId, SpoolFile> files = new LinkedHashMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private long changes;

  /** When reports began to wait, or one of them was answered last. */
  private long answeredAt = System.nanoTime();

  private FileSpool(Path folder, long bound) {
    this.folder = folder.toAbsolutePath().normalize();
    this.bound = bound;
  }

  /**
   * Opens the spool in that folder, made when missing, with what earlier processes left.
   *
   * @param bound bytes that reports may take
   * @throws UncheckedIOException when the folder cannot be read
   */
  public static FileSpool open(Path folder, long bound) {
    FileSpool spool = new FileSpool(folder, bound);
    try {
      Files.createDirectories(folder);
      for (Path path : attemptFiles(folder)) {
        Optional<SpoolFile> file = SpoolFile.recover(path);
        if (file.isPresent()) {
          spool.files.put(file.get().attempt(), file.get());
        }
      }
      return spool;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot open the spool of reports in %s (%s); see to its rights and its disk"
              .formatted(folder, e),
          e);
    }
  }

  @Override
  public String place() {
    return folder.toString();
  }

  @Override
  public List<Backlog> backlog() {
    return locked(
        () -> {
          List<Backlog> waiting = new ArrayList<>();
          for (SpoolFile file : files.values()) {
            if (!file.isDrained()) {
              waiting.add(file.backlog());
            }
          }
          return waiting;
        });
  }

  /** What waits. */
  public Spooled waiting() {
    return locked(
        () -> {
          List<Backlog> waiting = backlog();
          return new Spooled(
              waiting.stream().mapToLong(it -> it.last() - it.first() + 1).sum(),
              files.values().stream().mapToLong(SpoolFile::bytes).sum(),
              bound,
              waiting.isEmpty() ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - answeredAt));
        });
  }

  @Override
  public boolean offer(String holder, Report report) {
    return append(holder, report, bound);
  }

  @Override
  public void put(String holder, Report report) {
    append(holder, report, Long.MAX_VALUE);
  }

  @Override
  public List<SpooledReport> read(AttemptId attempt, long after, int limit) {
    return locked(
        () -> {
          SpoolFile file = files.get(attempt);
          return file == null ? List.of() : file.read(after, limit);
        });
  }

  @Override
  public void acknowledge(AttemptId attempt, long sequence) {
    forget(
        attempt,
        file -> {
          file.acknowledge(sequence);
          return file.isOver();
        });
  }

  @Override
  public void drop(AttemptId attempt) {
    forget(attempt, file -> true);
  }

  @Override
  public void awaitChange(Duration atMost) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long seen = changes;
      long left = atMost.toNanos();
      while (changes == seen && left > 0) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    locked(
        () -> {
          for (SpoolFile file : files.values()) {
            if (file.isDrained()) {
              file.delete();
            } else {
              file.close();
            }
          }
          files.clear();
          return true;
        });
  }

  private boolean append(String holder, Report report, long most) {
    return locked(
        () -> {
          byte[] line = SpoolLine.encode(holder, report);
          long held = files.values().stream().mapToLong(SpoolFile::bytes).sum();
          // why: one report larger than the bound still has to get through, alone
          if (held > 0 && held + line.length > most) {
            return false;
          }
          AttemptId attempt = report.attemptId();
          SpoolFile file = files.get(attempt);
          if (file == null) {
            file = create(attempt, report.sequence());
            files.put(attempt, file);
          }
          if (files.values().stream().allMatch(SpoolFile::isDrained)) {
            answeredAt = System.nanoTime();
          }
          file.append(report, line);
          return true;
        });
  }

  private SpoolFile create(AttemptId attempt, long first) throws IOException {
    Path path = folder.resolve(attempt.toString()).normalize();
    // why: an id that leads elsewhere cannot exist; what is elsewhere is not ours whatever happens
    if (!folder.equals(path.getParent())) {
      throw new IOException("the file of %s would lie outside of it".formatted(attempt));
    }
    SpoolFile file = SpoolFile.create(path, first);
    syncFolder();
    return file;
  }

  /** Makes a new file's name durable, where the operating system can. */
  private void syncFolder() {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      LOG.debug("this operating system cannot sync a folder", e);
    }
  }

  private interface Forgetting {
    /** Forgets something; says whether the file is of no more use. */
    boolean apply(SpoolFile file) throws IOException;
  }

  private void forget(AttemptId attempt, Forgetting forgetting) {
    lock.lock();
    try {
      @Nullable SpoolFile file = files.get(attempt);
      if (file != null && forgetting.apply(file)) {
        files.remove(attempt);
        file.delete();
      }
    } catch (IOException e) {
      // why: what stays on disk is sent once more after a restart, and answered as a repeat
      LOG.atWarn()
          .addKeyValue("attempt", attempt)
          .setCause(e)
          .log("acknowledged reports stay on disk");
    } finally {
      answeredAt = System.nanoTime();
      changes++;
      changed.signalAll();
      lock.unlock();
    }
  }

  private interface Work<T> {
    T run() throws IOException;
  }

  private <T> T locked(Work<T> work) {
    lock.lock();
    try {
      return work.run();
    } catch (IOException e) {
      throw new UncheckedIOException("spool in %s: %s".formatted(folder, e.getMessage()), e);
    } finally {
      lock.unlock();
    }
  }

  private static List<Path> attemptFiles(Path folder) throws IOException {
    try (Stream<Path> paths = Files.list(folder)) {
      return new ArrayList<>(
          paths
              .filter(path -> path.getFileName().toString().matches("[A-Za-z0-9_.-]+\\.[0-9]+"))
              .sorted()
              .toList());
    }
  }
}
