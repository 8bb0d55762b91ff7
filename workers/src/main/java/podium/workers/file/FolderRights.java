package podium.workers.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/** Gives a file to whom its folder is given. Stateless. */
public final class FolderRights {
  private static final Set<PosixFilePermission> OF_FILES =
      EnumSet.complementOf(
          EnumSet.of(
              PosixFilePermission.OWNER_EXECUTE,
              PosixFilePermission.GROUP_EXECUTE,
              PosixFilePermission.OTHERS_EXECUTE));

  private FolderRights() {}

  /**
   * Lets those read and write a file who may read and write its folder: what is made as a temporary
   * file is its owner's alone. A file of another account stays as it is.
   */
  public static void give(Path file, Path folder) throws IOException {
    if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")
        || !Files.isWritable(file)) {
      return;
    }
    Set<PosixFilePermission> rights = EnumSet.noneOf(PosixFilePermission.class);
    rights.addAll(Files.getPosixFilePermissions(folder));
    rights.retainAll(OF_FILES);
    if (!rights.equals(Files.getPosixFilePermissions(file))
        && Files.getOwner(file).getName().equals(System.getProperty("user.name"))) {
      Files.setPosixFilePermissions(file, rights);
    }
  }
}
