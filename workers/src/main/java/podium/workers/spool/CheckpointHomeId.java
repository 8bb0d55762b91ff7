package podium.workers.spool;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import podium.workers.file.FolderRights;

/**
 * Which folder of checkpoints a worker sees: an id kept in the folder itself, so that workers that
 * share it, under whatever path, name it alike. Stateless.
 */
public final class CheckpointHomeId {
  private static final String FILE = "home.id";

  private CheckpointHomeId() {}

  /**
   * The folder's id; the first who asks gives it the proposed one.
   *
   * @throws IllegalStateException when the folder cannot be written
   */
  public static String of(Path folder, Supplier<String> proposal) {
    Path file = folder.resolve(FILE);
    try {
      if (!Files.exists(file)) {
        Files.createDirectories(folder);
        claim(folder, file, proposal.get());
      }
      // why: of earlier versions it is its owner's alone, and other accounts share the folder
      FolderRights.give(file, folder);
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new IllegalStateException(
          "cannot keep the id of the folder of checkpoints in %s (%s); see to room and rights of podium.checkpoints.dir"
              .formatted(file, e),
          e);
    }
  }

  /** The id is there whole or not at all, and of two who come at once one is first. */
  private static void claim(Path folder, Path file, String id) throws IOException {
    Path whole = Files.createTempFile(folder, "home", ".part");
    try {
      Files.writeString(whole, id + "\n");
      FolderRights.give(whole, folder);
      Files.createLink(file, whole);
    } catch (FileAlreadyExistsException e) {
      // why: another worker was first; its id counts
    } catch (UnsupportedOperationException e) {
      // why: without hard links a rename is the best there is
      Files.move(whole, file);
    } finally {
      Files.deleteIfExists(whole);
    }
  }
}
