package podium.cli.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OwnerOnlyTest {
  @TempDir Path dir;

  private static String rights(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void folder_new_isItsOwnersAlone_andOneThatWasThereIsLeft() throws IOException {
    Path made = OwnerOnly.folder(dir.resolve("a").resolve("b"));
    assertThat(rights(made)).isEqualTo("rwx------");
    Path shared = Files.createDirectory(dir.resolve("shared"));
    Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxr-x---"));
    assertThat(rights(OwnerOnly.folder(shared))).isEqualTo("rwxr-x---");
  }

  @Test
  void folder_thatCannotBeMade_isLeftToWhoeverWritesIntoIt() throws IOException {
    Path file = Files.writeString(dir.resolve("file"), "");
    assertThat(OwnerOnly.folder(file.resolve("below"))).doesNotExist();
  }

  @Test
  void write_overAFileForAll_isItsOwnersAlone() throws IOException {
    Path file = Files.writeString(dir.resolve("secret"), "old");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
    OwnerOnly.write(file, "new");
    assertThat(file).hasContent("new");
    assertThat(rights(file)).isEqualTo("rw-------");
    try (var files = Files.list(dir)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void narrow_takesAwayAndGivesNothing() throws IOException {
    Path file = Files.writeString(dir.resolve("secret"), "");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--rw-"));
    OwnerOnly.narrow(file);
    assertThat(rights(file)).isEqualTo("r--------");
  }
}
