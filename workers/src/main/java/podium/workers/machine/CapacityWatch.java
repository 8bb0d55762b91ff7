package podium.workers.machine;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import podium.protocol.report.Capacity;

/**
 * Looks every few seconds what memory and disk the machine has, on a thread of its own, since a
 * disk may keep whoever asks waiting. Each look is handed out once. Thread-safe.
 */
public final class CapacityWatch implements Supplier<Capacity>, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CapacityWatch.class);
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);

  private final Path folder;
  private final AtomicReference<Capacity> latest = new AtomicReference<>(Capacity.UNKNOWN);
  private final ScheduledExecutorService looks =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("podium-capacity").factory());

  /**
   * One that does not look yet.
   *
   * @param folder on the disk that counts
   */
  public CapacityWatch(Path folder) {
    this.folder = folder;
  }

  /** Begins to look. */
  public void start() {
    var unused =
        looks.scheduleWithFixedDelay(
            this::look, 0, BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** What was seen since it was asked last; unknown where nothing was. */
  @Override
  public Capacity get() {
    return latest.getAndSet(Capacity.UNKNOWN);
  }

  private void look() {
    try {
      latest.set(of(folder));
    } catch (RuntimeException e) {
      // why: it would never look again
      LOG.debug("what the machine has cannot be seen", e);
    }
  }

  /** What the machine has now. */
  static Capacity of(Path folder) {
    long memory = 0;
    long free = 0;
    if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean machine) {
      memory = machine.getTotalMemorySize();
      free =
          free(
              memory,
              machine.getFreeMemorySize(),
              ProcessStatus.total(),
              ProcessStatus.available());
    }
    try {
      FileStore disk = Files.getFileStore(folder);
      return new Capacity(memory, free, disk.getTotalSpace(), disk.getUsableSpace());
    } catch (IOException e) {
      LOG.debug("the disk does not say what it has; folder={}", folder, e);
      return new Capacity(memory, free, 0, 0);
    }
  }

  /**
   * What may still be taken, in bytes.
   *
   * @param limit that the JVM sees, of the machine or of a container
   * @param unused of that
   * @param machine all that the machine has
   * @param available what is unused there, or held by caches, which is free for whoever asks
   */
  static long free(long limit, long unused, OptionalLong machine, OptionalLong available) {
    long most = available.orElse(unused);
    return machine.isPresent() && limit < machine.getAsLong() ? Math.min(unused, most) : most;
  }

  @Override
  public void close() {
    looks.shutdownNow();
  }
}
