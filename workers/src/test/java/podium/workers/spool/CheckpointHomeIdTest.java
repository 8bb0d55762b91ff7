package podium.workers.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CheckpointHomeIdTest {
  @TempDir private Path folder;

  @Test
  void of_sameFolderUnderAnotherPath_sameId() throws IOException {
    Path shared = folder.resolve("shared");
    assertThat(CheckpointHomeId.of(shared, () -> "first")).isEqualTo("first");
    Path mounted = Files.createSymbolicLink(folder.resolve("mounted"), shared);
    assertThat(CheckpointHomeId.of(mounted, () -> "second")).isEqualTo("first");
    assertThat(CheckpointHomeId.of(folder.resolve("own"), () -> "third")).isEqualTo("third");
  }

  @Test
  void of_manyAtOnce_allNameTheSameAndNothingIsLeftBehind()
      throws IOException, InterruptedException, ExecutionException {
    Callable<String> ask =
        () -> CheckpointHomeId.of(folder.resolve("new"), () -> UUID.randomUUID().toString());
    try (ExecutorService workers = Executors.newFixedThreadPool(8)) {
      List<Future<String>> ids =
          workers.invokeAll(IntStream.range(0, 64).mapToObj(i -> ask).toList());
      String first = ids.getFirst().get();
      for (Future<String> id : ids) {
        assertThat(id.get()).isEqualTo(first);
      }
    }
    try (var files = Files.list(folder.resolve("new"))) {
      assertThat(files).containsExactly(folder.resolve("new/home.id"));
    }
  }

  @Test
  void id_inASharedFolder_isForAllWhoShareIt() throws IOException {
    Path shared = Files.createDirectory(folder.resolve("shared"));
    Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxrwxr-x"));
    assertThat(CheckpointHomeId.of(shared, () -> "first")).isEqualTo("first");
    assertThat(rights(shared.resolve("home.id"))).isEqualTo("rw-rw-r--");
    Files.setPosixFilePermissions(
        shared.resolve("home.id"), PosixFilePermissions.fromString("rw-------"));
    assertThat(CheckpointHomeId.of(shared, () -> "second")).isEqualTo("first");
    assertThat(rights(shared.resolve("home.id"))).isEqualTo("rw-rw-r--");
  }

  @Test
  void id_inAFolderOfOneAccount_isThatAccountsAlone() throws IOException {
    Path own = Files.createDirectory(folder.resolve("own"));
    Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwx------"));
    assertThat(CheckpointHomeId.of(own, () -> "first")).isEqualTo("first");
    assertThat(rights(own.resolve("home.id"))).isEqualTo("rw-------");
  }

  private static String rights(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void of_placeThatIsNoFolder_saysWhatToDo() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThatThrownBy(() -> CheckpointHomeId.of(file, () -> "id"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("podium.checkpoints.dir");
  }
}
