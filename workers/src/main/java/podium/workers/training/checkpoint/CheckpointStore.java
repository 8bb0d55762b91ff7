package podium.workers.training.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import podium.protocol.id.TrialId;
import podium.protocol.report.AttemptFiles;
import podium.protocol.report.CheckpointRef;
import podium.workers.training.hash.Sha256;

/** The home of checkpoints as it lies on disk. Holds no state; thread-safe. */
public final class CheckpointStore {
  /** The file by whose content workers know which folder it is. */
  public static final String ID = "home.id";

  private final Path home;

  public CheckpointStore(Path home) {
    this.home = home.toAbsolutePath().normalize();
  }

  /** The folder all of it is in. */
  public Path home() {
    return home;
  }

  /**
   * Where a path below the home leads.
   *
   * @throws CheckpointException when that is not in the home
   */
  Path inside(String path) {
    try {
      Path file = home.resolve(path).normalize();
      if (file.startsWith(home)) {
        return file;
      }
    } catch (InvalidPathException e) {
      throw new CheckpointException("has a name that no file can have");
    }
    throw new CheckpointException("lies outside of the checkpoints' home");
  }

  /**
   * The file of a checkpoint, its bytes compared with what was reported.
   *
   * @throws CheckpointException saying what is wrong with it
   */
  public Path verified(CheckpointRef reference) {
    Path file = inside(reference.path());
    try {
      BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
      if (!found.isRegularFile()) {
        throw missing();
      }
      if (found.size() < reference.bytes()) {
        throw new CheckpointException(
            "is cut off: %d of %d bytes".formatted(found.size(), reference.bytes()));
      }
      if (!sha256(file).equals(reference.sha256())) {
        throw new CheckpointException("was altered since it was reported: its SHA-256 differs");
      }
      return file;
    } catch (NoSuchFileException e) {
      throw missing();
    } catch (IOException e) {
      throw new CheckpointException(
          CheckpointException.Fault.DISK, "cannot be read (%s)".formatted(e), e);
    }
  }

  private CheckpointException missing() {
    // why: a folder that lost its id may be an empty place where the disk is not mounted now
    return new CheckpointException(
        Files.exists(home.resolve(ID))
            ? CheckpointException.Fault.DAMAGED
            : CheckpointException.Fault.DISK,
        "is not there");
  }

  /** What lies here of a trial, in order of epoch and attempt. */
  public List<StoredCheckpoint> of(TrialId trial) {
    List<StoredCheckpoint> all = new ArrayList<>();
    for (Path attempt : list(home.resolve(trial.value()))) {
      number(attempt, "", "")
          .ifPresent(
              attemptNumber -> {
                for (Path file : list(attempt)) {
                  number(file, AttemptFiles.PREFIX, AttemptFiles.SUFFIX)
                      .ifPresent(
                          epoch -> all.add(new StoredCheckpoint(attemptNumber, epoch, file)));
                }
              });
    }
    all.sort(StoredCheckpoint.ORDER);
    return List.copyOf(all);
  }

  /** Whether a file is here where a checkpoint should be; never one of outside. */
  public boolean has(CheckpointRef reference) {
    return within(reference).filter(Files::isRegularFile).isPresent();
  }

  /** What is known of a checkpoint beside its tensors, if it is still told. */
  public Optional<CheckpointFacts> facts(CheckpointRef reference) {
    return within(reference).flatMap(this::facts);
  }

  private Optional<Path> within(CheckpointRef reference) {
    try {
      return Optional.of(inside(reference.path()));
    } catch (CheckpointException e) {
      return Optional.empty();
    }
  }

  /** What is known of a checkpoint beside its tensors, if it is still told. */
  public Optional<CheckpointFacts> facts(Path checkpoint) {
    return FactsFile.read(checkpoint);
  }

  static List<Path> list(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look into " + folder, e);
    }
  }

  private static Optional<Integer> number(Path file, String prefix, String suffix) {
    String name = file.getFileName().toString();
    return name.matches(prefix + "[0-9]{1,9}" + suffix.replace(".", "\\."))
        ? Optional.of(
            Integer.parseInt(name.substring(prefix.length(), name.length() - suffix.length())))
        : Optional.empty();
  }

  private static String sha256(Path file) throws IOException {
    MessageDigest digest = Sha256.digest();
    byte[] chunk = new byte[1 << 20];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        digest.update(chunk, 0, read);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
