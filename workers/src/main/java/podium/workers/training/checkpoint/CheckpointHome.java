package podium.workers.training.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import podium.protocol.report.CheckpointRef;

/**
 * The checkpoints of one attempt: TRIAL/ATTEMPT/epoch-N.safetensors below a home folder. For one
 * thread.
 */
public final class CheckpointHome {
  /** The last ones that stay; the best stays too. */
  private static final int KEPT = 3;

  private final Path home;
  private final Path folder;
  private final Deque<Path> recent = new ArrayDeque<>();
  private Optional<Path> best = Optional.empty();

  /** A checkpoint that was read back. */
  public record Restored(CheckpointRef reference, SortedMap<String, String> counters) {}

  public CheckpointHome(Path home, String trial, int attempt) {
    this.home = home.toAbsolutePath().normalize();
    this.folder = this.home.resolve(trial).resolve(Integer.toString(attempt));
  }

  /**
   * Writes a checkpoint: to a temporary name, synced, then renamed, so that it is there whole or
   * not at all.
   *
   * @param isBest whether it is the best of the attempt so far, and so outlives the last three
   */
  public CheckpointRef save(int epoch, Snapshot snapshot, boolean isBest) {
    Path file = folder.resolve("epoch-" + epoch + ".safetensors");
    Path part = folder.resolve("epoch-" + epoch + ".part");
    try {
      Files.createDirectories(folder);
      Files.deleteIfExists(part);
      Safetensors.Written written = Safetensors.write(part, snapshot);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      syncFolder();
      remember(file, isBest);
      String path = home.relativize(file).toString().replace('\\', '/');
      return new CheckpointRef(epoch, path, written.sha256(), written.bytes());
    } catch (IOException e) {
      throw new CheckpointException(
          "checkpoint %s cannot be written (%s); see to space and rights of %s."
              .formatted(file.getFileName(), e, home),
          e);
    }
  }

  private void syncFolder() throws IOException {
    if (System.getProperty("os.name", "").startsWith("Windows")) {
      return; // why: Windows opens no folder, and its rename is durable by itself
    }
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private void remember(Path file, boolean isBest) throws IOException {
    Optional<Path> formerBest = best;
    recent.addLast(file);
    if (isBest) {
      best = Optional.of(file);
    }
    if (isBest && formerBest.isPresent() && !recent.contains(formerBest.get())) {
      Files.deleteIfExists(formerBest.get());
    }
    while (recent.size() > KEPT) {
      Path oldest = recent.removeFirst();
      if (!best.equals(Optional.of(oldest))) {
        Files.deleteIfExists(oldest);
      }
    }
  }

  /**
   * Reads the first whole checkpoint of a list into the snapshot's tensors.
   *
   * @param references newest first
   * @throws CheckpointException when some are listed and none is good, telling why for each
   */
  public Optional<Restored> restore(List<CheckpointRef> references, Snapshot target) {
    StringBuilder reasons = new StringBuilder();
    for (CheckpointRef reference : references) {
      try {
        Path file = verified(reference);
        return Optional.of(new Restored(reference, Safetensors.read(file, target)));
      } catch (IOException | CheckpointException e) {
        reasons.append(reasons.isEmpty() ? "" : "; ").append(reference.path()).append(": ");
        reasons.append(e instanceof CheckpointException ? e.getMessage() : e.toString());
      }
    }
    if (references.isEmpty()) {
      return Optional.empty();
    }
    throw new CheckpointException(
        "none of the %d checkpoints to go on from is good, in %s (%s). Restore one, or publish the trial anew."
            .formatted(references.size(), home, reasons));
  }

  private Path verified(CheckpointRef reference) throws IOException {
    Path file = home.resolve(reference.path()).normalize();
    if (!file.startsWith(home)) {
      throw new CheckpointException("lies outside of the checkpoints' home");
    }
    if (!Files.isRegularFile(file)) {
      throw new CheckpointException("is not there");
    }
    if (!sha256(file).equals(reference.sha256())) {
      throw new CheckpointException("was altered or cut off since it was reported");
    }
    return file;
  }

  private static String sha256(Path file) throws IOException {
    MessageDigest digest = Digests.sha256();
    byte[] chunk = new byte[1 << 20];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        digest.update(chunk, 0, read);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
