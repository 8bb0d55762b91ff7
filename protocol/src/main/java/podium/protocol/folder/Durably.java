package podium.protocol.folder;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Files that are there whole or not at all, also after a loss of power; stateless. */
public final class Durably {
  private static final String PART = ".part";

  private Durably() {}

  /** Writes a file under a temporary name, syncs it and renames it; leaves no half of it. */
  public static void write(Path file, byte[] content) throws IOException {
    Path part = part(file);
    try {
      write(part, file, content);
    } catch (IOException e) {
      Files.deleteIfExists(part);
      throw e;
    }
  }

  private static void write(Path part, Path file, byte[] content) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            part,
            StandardOpenOption.WRITE,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      ByteBuffer bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    rename(part, file);
  }

  /** The temporary name of a file. */
  public static Path part(Path file) {
    return file.resolveSibling(file.getFileName() + PART);
  }

  /** Whether a file has such a name. */
  public static boolean isPart(Path file) {
    return file.getFileName().toString().endsWith(PART);
  }

  /** Gives a synced file its name, and syncs the folder. */
  public static void rename(Path part, Path file) throws IOException {
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      sync(folder);
    }
  }

  /** Makes a folder and what is above it, each synced into the one it lies in. */
  public static void makeFolders(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    Path above = folder.toAbsolutePath().getParent();
    if (above != null) {
      makeFolders(above);
      Files.createDirectories(folder);
      sync(above);
    }
  }

  private static void sync(Path folder) throws IOException {
    if (System.getProperty("os.name", "").startsWith("Windows")) {
      return; // why: Windows opens no folder, and its rename is durable by itself
    }
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
