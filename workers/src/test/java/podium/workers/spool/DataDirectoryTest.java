package podium.workers.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DataDirectoryTest {
  @TempDir private Path folder;

  @Test
  void workerId_overRestarts_staysTheSame() {
    try (DataDirectory first = DataDirectory.open(folder.resolve("w"))) {
      assertThat(first.workerId(() -> "box-a1b2c3")).isEqualTo("box-a1b2c3");
    }
    try (DataDirectory second = DataDirectory.open(folder.resolve("w"))) {
      assertThat(second.workerId(() -> "box-ffffff")).isEqualTo("box-a1b2c3");
    }
  }

  @Test
  void open_whereNothingCanBeWritten_saysWhatToDo() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "in the way");
    assertThatThrownBy(() -> DataDirectory.open(file.resolve("below")))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("cannot write to the worker's folder " + file)
        .hasMessageContaining("choose another with --data-dir");
  }

  @Test
  void open_whileAnotherWorkerHasIt_saysWhatToDo() {
    try (DataDirectory first = DataDirectory.open(folder)) {
      assertThat(first.spool()).isEqualTo(folder.resolve("spool"));
      assertThatThrownBy(() -> DataDirectory.open(folder))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("--data-dir");
    }
    DataDirectory.open(folder).close();
  }
}
