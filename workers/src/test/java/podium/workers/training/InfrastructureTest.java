package podium.workers.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import podium.workers.training.data.DatasetException;
import podium.workers.training.data.files.Reasons;

final class InfrastructureTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Input/output error",
        "Stale file handle",
        "Transport endpoint is not connected",
        "No space left on device",
        "Read-only file system",
        "Too many open files"
      })
  void diskOrMount_thatDoesNotRead_isNoFaultOfTheTrial(String told) {
    IOException plain = new IOException(told);
    IOException ofFile = new FileSystemException("/data/cat/1.png", null, told);
    for (IOException e : new IOException[] {plain, ofFile}) {
      assertThat(Infrastructure.broke(new UncheckedIOException("cat/1.png", e))).isTrue();
      assertThat(Infrastructure.broke(new DatasetException("cannot be read", e))).isTrue();
      assertThat(Infrastructure.broke(new IllegalStateException(new RuntimeException(e)))).isTrue();
    }
    assertThat(Infrastructure.words(new UncheckedIOException("cat/1.png: " + told, plain)))
        .isEqualTo(
            "what the trial runs on failed: cat/1.png: %s; the whole trace is in the trainer's log"
                .formatted(told));
  }

  @Test
  void cacheThatCannotBeWritten_isNoFaultOfTheTrialWhateverTheReason() {
    assertThat(Infrastructure.broke(Reasons.cache(Path.of("cache"), new IOException("odd"))))
        .isTrue();
  }

  @Test
  void whatIsNotThereOrDamaged_isTheTrialsToMend() {
    assertThat(Infrastructure.broke(new UncheckedIOException(new NoSuchFileException("x"))))
        .isFalse();
    assertThat(Infrastructure.broke(new UncheckedIOException(new AccessDeniedException("x"))))
        .isFalse();
    assertThat(Infrastructure.broke(new DatasetException("cut off", new EOFException()))).isFalse();
    assertThat(Infrastructure.broke(new DatasetException("cat/1.png is damaged"))).isFalse();
    assertThat(Infrastructure.broke(new IllegalArgumentException("Input/output error"))).isFalse();
    assertThat(Infrastructure.broke(new InternalError("a defect"))).isFalse();
  }

  @Test
  void mappedFileThatCannotBeRead_isNoFaultOfTheTrial() {
    assertThat(
            Infrastructure.broke(
                new InternalError("a fault occurred in an unsafe memory access operation")))
        .isTrue();
  }
}
