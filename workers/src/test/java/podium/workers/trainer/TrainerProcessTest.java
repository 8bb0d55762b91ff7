package podium.workers.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Processes that do not end as they should. */
@Timeout(60)
final class TrainerProcessTest {
  private static final Duration A_MINUTE = Duration.ofMinutes(1);

  @Test
  void process_whoseOutputAChildKeepsOpen_endsWhenItIsKilled() throws IOException {
    Process shell = new ProcessBuilder("sh", "-c", "sleep 50 & echo $!; wait").start();
    long child = Long.parseLong(line(shell.getInputStream()));
    try {
      TrainerProcess process = new TrainerProcess(shell, A_MINUTE);
      process.kill();
      assertThat(process.nextEvent()).isEmpty();
      assertThat(process.awaitDeath().orElseThrow().code()).isEqualTo(137);
    } finally {
      ProcessHandle.of(child).ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      line.append((char) c);
    }
    return line.toString();
  }

  @Test
  void process_thatOutlivesItsKill_isGivenUp() {
    TrainerProcess process = new TrainerProcess(new Undying(), A_MINUTE);
    process.kill();
    assertThat(process.nextEvent()).isEmpty();
    assertThat(process.awaitDeath()).isEmpty();
  }

  @Test
  void process_thatSaysWhatNobodyUnderstands_isKilledAndItIsTold() throws IOException {
    Process shell =
        new ProcessBuilder("sh", "-c", "echo '@podium-trainer {'; exec sleep 50").start();
    TrainerProcess process = new TrainerProcess(shell, A_MINUTE);
    assertThatThrownBy(process::nextEvent).hasMessageContaining("not an event");
    assertThat(process.awaitDeath().orElseThrow().code()).isEqualTo(137);
  }

  @Test
  void process_thatFallsSilent_isKilledAndToldApartFromOneThatDied() throws IOException {
    Process shell = new ProcessBuilder("sh", "-c", "echo hello; exec sleep 50").start();
    TrainerProcess process = new TrainerProcess(shell, Duration.ofSeconds(1));
    assertThat(process.nextEvent()).isEmpty();
    assertThat(process.wasSilent()).isTrue();
    assertThat(process.awaitDeath().orElseThrow().code()).isEqualTo(137);
  }

  @Test
  void process_whoseEventsNobodyTakesForAWhile_isNotSilent() throws IOException {
    String events =
        "@podium-trainer"
            + " {\"event\":\"progress\",\"epoch\":1,\"step\":1,\"steps\":2,\"imagesPerSecond\":1}";
    Process shell =
        new ProcessBuilder(
                "sh",
                "-c",
                "echo '%1$s'; echo '%1$s'; echo '%1$s'; exec sleep 50".formatted(events))
            .start();
    TrainerProcess process = new TrainerProcess(shell, Duration.ofSeconds(1));
    try {
      await()
          .during(Duration.ofSeconds(2))
          .atMost(Duration.ofSeconds(10))
          .until(() -> !process.isSilent());
      for (int event = 0; event < 3; event++) {
        assertThat(process.nextEvent()).isPresent();
      }
      assertThat(process.nextEvent()).isEmpty();
      assertThat(process.wasSilent()).isTrue();
    } finally {
      process.kill();
    }
  }

  /** As the system shows one in an uninterruptible sleep. */
  private static final class Undying extends Process {
    private static final InputStream SILENCE =
        new InputStream() {
          @Override
          public int read() {
            try {
              new java.util.concurrent.CountDownLatch(1).await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            return -1;
          }

          @Override
          public int read(byte[] into, int from, int most) {
            return read();
          }
        };

    @Override
    public OutputStream getOutputStream() {
      return OutputStream.nullOutputStream();
    }

    @Override
    public InputStream getInputStream() {
      return SILENCE;
    }

    @Override
    public InputStream getErrorStream() {
      return new ByteArrayInputStream("".getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public int waitFor() {
      throw new AssertionError("waits without a limit");
    }

    @Override
    public boolean waitFor(long timeout, TimeUnit unit) {
      return false;
    }

    @Override
    public int exitValue() {
      throw new IllegalThreadStateException("process has not exited");
    }

    @Override
    public long pid() {
      return 4_000_000;
    }

    @Override
    public void destroy() {}

    @Override
    public Process destroyForcibly() {
      return this;
    }
  }
}
