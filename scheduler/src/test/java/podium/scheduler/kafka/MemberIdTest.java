package podium.scheduler.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MemberIdTest {
  @TempDir private Path dir;

  @Test
  void id_isKeptInTheFolderForTheNextProcess() {
    String first = opened();
    assertThat(opened()).isEqualTo(first);
  }

  private String opened() {
    try (MemberId id = MemberId.of(dir.resolve("mine"))) {
      return id.value();
    }
  }

  @Test
  void folder_thatAnotherSchedulerHas_givesAnIdThatNobodyKeeps() {
    try (MemberId first = MemberId.of(dir);
        MemberId second = MemberId.of(dir)) {
      assertThat(second.value()).isNotEqualTo(first.value());
      assertThat(dir.resolve("member.id")).hasContent(first.value());
    }
  }

  @Test
  void file_thatHoldsSomethingElse_isWrittenAnew() throws IOException {
    Files.writeString(dir.resolve("member.id"), "nonsense\n");
    try (MemberId id = MemberId.of(dir)) {
      assertThat(dir.resolve("member.id")).hasContent(id.value());
    }
  }

  @Test
  void folder_thatCannotBeWritten_isToldWithWhatToDo() throws IOException {
    Path file = Files.createFile(dir.resolve("file"));
    assertThatThrownBy(() -> MemberId.of(file.resolve("inside")))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("choose another with --data-dir");
  }
}
