package podium.workers.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Processes that do not end as they should. */
@Timeout(60)
final class TrainerProcessTest {
  @Test
  void process_whoseOutputAChildKeepsOpen_endsWhenItIsKilled() throws IOException {
    Process shell = new ProcessBuilder("sh", "-c", "sleep 50 & echo $!; wait").start();
    long child = Long.parseLong(line(shell.getInputStream()));
    try {
      TrainerProcess process = new TrainerProcess(shell);
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
    TrainerProcess process = new TrainerProcess(new Undying());
    process.kill();
    assertThat(process.nextEvent()).isEmpty();
    assertThat(process.awaitDeath()).isEmpty();
  }

  @Test
  void process_thatSaysWhatNobodyUnderstands_isKilledAndItIsTold() throws IOException {
    Process shell =
        new ProcessBuilder("sh", "-c", "echo '@podium-trainer {'; exec sleep 50").start();
    TrainerProcess process = new TrainerProcess(shell);
    assertThatThrownBy(process::nextEvent).hasMessageContaining("not an event");
    assertThat(process.awaitDeath().orElseThrow().code()).isEqualTo(137);
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
