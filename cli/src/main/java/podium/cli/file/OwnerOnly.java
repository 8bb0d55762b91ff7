package podium.cli.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Files that only their owner reads and writes, where the file system knows owners. Stateless. */
public final class OwnerOnly {
  private static final Logger LOG = LoggerFactory.getLogger(OwnerOnly.class);
  private static final Set<PosixFilePermission> FOLDER =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

  private OwnerOnly() {}

  /** Writes a file whole or not at all; at no time can anybody else read it. */
  public static void write(Path file, String text) throws IOException {
    Path made =
        Files.createTempFile(folderOf(file), file.getFileName() + ".", ".new", attributes(file));
    try {
      Files.writeString(made, text, StandardCharsets.UTF_8);
      Files.move(made, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(made);
    }
  }

  /**
   * Makes a folder that only its owner enters. One that is there already stays as it is, and it is
   * told when others can enter it; one that cannot be made is told by whoever writes into it.
   */
  public static Path folder(Path folder) {
    try {
      if (Files.isDirectory(folder)) {
        warnOfOthers(folder);
      } else if (knowsOwners(folder)) {
        Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(FOLDER));
      } else {
        Files.createDirectories(folder);
      }
    } catch (IOException e) {
      LOG.debug("{} cannot be made: {}", folder, e.toString());
    }
    return folder;
  }

  private static void warnOfOthers(Path folder) throws IOException {
    if (knowsOwners(folder)) {
      Set<PosixFilePermission> given = Files.getPosixFilePermissions(folder);
      if (!FOLDER.containsAll(given)) {
        LOG.warn(
            "other accounts of this machine can enter {} ({}), where the event log, checkpoints and"
                + " passwords are; if none shall: chmod 700 {}",
            folder,
            PosixFilePermissions.toString(given),
            folder);
      }
    }
  }

  /** Takes away what a file lets others do. */
  public static void narrow(Path file) throws IOException {
    if (knowsOwners(file)) {
      Set<PosixFilePermission> given = EnumSet.copyOf(FILE);
      given.retainAll(Files.getPosixFilePermissions(file));
      Files.setPosixFilePermissions(file, given);
    }
  }

  private static Path folderOf(Path file) {
    return java.util.Objects.requireNonNullElse(file.toAbsolutePath().getParent(), Path.of("/"));
  }

  private static FileAttribute<?>[] attributes(Path file) {
    return knowsOwners(folderOf(file))
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(FILE)}
        : new FileAttribute<?>[0];
  }

  private static boolean knowsOwners(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
