package podium.dashboard.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import podium.protocol.id.AttemptId;
import podium.protocol.report.AttemptFiles;

/**
 * The home of checkpoints, where this machine has it. Files are found by ids alone, and never
 * through a link. Holds no state; thread-safe.
 */
public final class CheckpointHome {
  private final Optional<Path> folder;

  /** Below that folder; nothing where the settings name none. */
  public CheckpointHome(Optional<Path> folder) {
    this.folder = folder.map(path -> path.toAbsolutePath().normalize());
  }

  /** Why its files cannot be had here, in a sentence; nothing where they can. */
  public Optional<String> lack() {
    if (folder.isEmpty()) {
      return Optional.of(
          "this board does not know where checkpoints are: name their folder in"
              + " podium.dashboard.checkpoints-dir");
    }
    return Files.isDirectory(folder.get())
        ? Optional.empty()
        : Optional.of(
            "the folder of checkpoints, %s, is not on this board's machine: mount it there, or ask on the worker's machine"
                .formatted(folder.get()));
  }

  /** What the trainer of an attempt said. */
  public Optional<LogFile> log(AttemptId attempt) {
    return file(AttemptFiles.log(attempt)).map(LogFile::new);
  }

  /** The checkpoint of an epoch, as it lies there. */
  public Optional<Path> checkpoint(AttemptId attempt, int epoch) {
    return file(AttemptFiles.checkpoint(attempt, epoch));
  }

  /** Its bytes; nothing where it is not there. */
  public Optional<Long> checkpointBytes(AttemptId attempt, int epoch) {
    return checkpoint(attempt, epoch).flatMap(CheckpointHome::bytes);
  }

  private static Optional<Long> bytes(Path file) {
    try {
      return Optional.of(Files.size(file));
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  // why: the home may be shared, and a link in it could lead to anything this process can read
  private Optional<Path> file(String below) {
    return folder
        .map(home -> home.resolve(below))
        .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
        .filter(this::isWithin);
  }

  private boolean isWithin(Path file) {
    try {
      return file.toRealPath().startsWith(folder.orElseThrow().toRealPath());
    } catch (IOException gone) {
      return false;
    }
  }
}
