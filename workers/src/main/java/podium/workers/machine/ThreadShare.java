package podium.workers.machine;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker's part of its machine's processor threads. The workers of an account tell each other of
 * themselves by a file that each holds locked in one folder, so that one that was killed counts no
 * more. Thread-safe.
 */
public final class ThreadShare implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ThreadShare.class);
  private static final String SUFFIX = ".worker";
  private static final Pattern NAME =
      Pattern.compile("[0-9]+-[0-9]+-[0-9a-f]+-([0-9]{1,6})-([0-9]{1,6})\\.worker");

  private final Path folder;
  private final int processors;
  private final String name;
  private final Claim claim;
  private @Nullable FileChannel lock;

  private ThreadShare(Path folder, int processors, String name, Claim claim) {
    this.folder = folder;
    this.processors = processors;
    this.name = name;
    this.claim = claim;
  }

  /**
   * Takes part in the division, until closed.
   *
   * @param folder of all workers of this account on this machine, made when missing; where it
   *     cannot be used the worker divides with nobody, and says so in its log
   * @param processors threads that the machine has
   * @param slots that the worker offers
   * @param threads that a person gave the worker; 0 means its share
   */
  public static ThreadShare take(Path folder, int processors, int slots, int threads) {
    String name =
        "%s%s-%d-%d%s"
            .formatted(
                ofThisProcess(),
                UUID.randomUUID().toString().substring(0, 8),
                slots,
                threads,
                SUFFIX);
    ThreadShare share = new ThreadShare(folder, processors, name, new Claim(slots, threads));
    try {
      share.announce();
    } catch (IOException | UnsupportedOperationException e) {
      LOG.warn("workers of this machine cannot divide its threads by {}: {}", folder, e.toString());
    }
    return share;
  }

  /** The folder by which the workers of this account find each other. */
  public static Path folder() {
    return Path.of(
        System.getProperty("java.io.tmpdir"), "podium-workers-" + System.getProperty("user.name"));
  }

  // why: by the time of its start as well, since an id is given anew after a while
  private static String ofThisProcess() {
    ProcessHandle self = ProcessHandle.current();
    return "%d-%d-"
        .formatted(self.pid(), self.info().startInstant().map(Instant::toEpochMilli).orElse(0L));
  }

  private void announce() throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    // why: whoever finds it under its name without a lock takes it for a dead worker's
    Path made = folder.resolve(name + ".new");
    FileChannel channel =
        FileChannel.open(made, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try {
      if (!Files.getOwner(made).equals(Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS))) {
        throw new IOException("it belongs to " + Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS));
      }
      channel.lock();
      Files.move(made, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
      lock = channel;
    } catch (IOException e) {
      channel.close();
      Files.deleteIfExists(made);
      throw e;
    }
  }

  /**
   * How many threads a trainer may use that begins now.
   *
   * @param slots that it has, counted from 0
   */
  public synchronized int threads(int... slots) {
    SortedMap<String, Claim> claims = claims();
    return Arrays.stream(slots).map(slot -> Division.threads(processors, claims, name, slot)).sum();
  }

  private SortedMap<String, Claim> claims() {
    SortedMap<String, Claim> claims = new TreeMap<>();
    claims.put(name, claim);
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        String of = file.getFileName().toString();
        Matcher matcher = NAME.matcher(of);
        if (matcher.matches() && !of.equals(name) && isHeld(file)) {
          claims.put(of, claim(matcher));
        }
      }
    } catch (IOException | RuntimeException e) {
      LOG.debug("workers of this machine cannot be seen", e);
    }
    return claims;
  }

  private static Claim claim(Matcher name) {
    return new Claim(Math.max(1, Integer.parseInt(name.group(1))), Integer.parseInt(name.group(2)));
  }

  /** Whether a worker lives that holds it; the file of a dead one is deleted. */
  private static boolean isHeld(Path file) throws IOException {
    if (file.getFileName().toString().startsWith(ofThisProcess())) {
      // why: to close a file frees every lock that this process has on it
      return true;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      @Nullable FileLock free = channel.tryLock(0, Long.MAX_VALUE, true);
      if (free != null) {
        Files.deleteIfExists(file);
      }
      return free == null;
    } catch (OverlappingFileLockException e) {
      // why: another worker of this process looks at it; a share that is too small does no harm
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  @Override
  public synchronized void close() {
    FileChannel held = lock;
    if (held == null) {
      return;
    }
    lock = null;
    try {
      Files.deleteIfExists(folder.resolve(name));
      held.close();
    } catch (IOException e) {
      LOG.warn("{} cannot be deleted: {}", folder.resolve(name), e.toString());
    }
  }
}
