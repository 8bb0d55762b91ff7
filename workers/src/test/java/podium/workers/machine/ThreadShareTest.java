package podium.workers.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ThreadShareTest {
  @TempDir private Path folder;
  private final Deque<Process> started = new ArrayDeque<>();

  /** A process that takes its share and lives until its input closes. */
  public static final class Other {
    private Other() {}

    public static void main(String[] arguments) throws IOException {
      try (ThreadShare share =
          ThreadShare.take(Path.of(arguments[0]), 8, Integer.parseInt(arguments[1]), 0)) {
        System.out.println(share.threads(0));
        while (System.in.read() >= 0) {
          System.out.println(share.threads(0));
        }
      }
    }
  }

  @AfterEach
  void end() {
    started.forEach(Process::destroyForcibly);
  }

  private Process other(int slots) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Other.class.getName(),
                folder.toString(),
                Integer.toString(slots))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    started.push(process);
    return process;
  }

  private static int ask(Process process) throws IOException {
    process.getOutputStream().write('\n');
    process.getOutputStream().flush();
    BufferedReader answers = process.inputReader();
    return Integer.parseInt(answers.readLine());
  }

  @Test
  void twoProcesses_divideAndOneThatIsKilledCountsNoMore() throws Exception {
    Process first = other(1);
    assertThat(first.inputReader().readLine()).isEqualTo("8");

    Process second = other(3);
    assertThat(second.inputReader().readLine()).isEqualTo("2");
    assertThat(ask(first)).isEqualTo(2);
    assertThat(ask(first)).as("to look does not free what others hold").isEqualTo(2);

    second.destroyForcibly().waitFor();
    assertThat(ask(first)).isEqualTo(8);
    assertThat(files()).isEqualTo(1);

    first.getOutputStream().close();
    first.waitFor();
    assertThat(files()).isZero();
  }

  @Test
  void workersOfOneProcess_divideAsWell() throws IOException {
    try (ThreadShare one = ThreadShare.take(folder, 8, 1, 0)) {
      assertThat(one.threads(0)).isEqualTo(8);
      ThreadShare given = ThreadShare.take(folder, 8, 2, 6);
      assertThat(given.threads(1)).isEqualTo(3);
      assertThat(one.threads(0)).isEqualTo(2);
      given.close();
      given.close();
      assertThat(one.threads(0)).isEqualTo(8);
    }
    assertThat(files()).isZero();
  }

  @Test
  void severalSlots_haveTheThreadsOfEachOfThem() {
    try (ThreadShare share = ThreadShare.take(folder, 8, 3, 0)) {
      assertThat(share.threads(0)).isEqualTo(3);
      assertThat(share.threads(2)).isEqualTo(2);
      assertThat(share.threads(2, 0)).isEqualTo(5);
      assertThat(share.threads(0, 1, 2)).as("all that there are, and none twice").isEqualTo(8);
    }
  }

  @Test
  void folderThatCannotBeUsed_leavesTheWorkerWithTheMachineToItself() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    try (ThreadShare share = ThreadShare.take(file, 8, 2, 0)) {
      assertThat(share.threads(0)).isEqualTo(4);
    }
  }

  @Test
  void otherFiles_areLeftAlone() throws IOException {
    Files.createFile(folder.resolve("notes.txt"));
    Files.createFile(folder.resolve("1-2-ab-9999999-0.worker"));
    try (ThreadShare share = ThreadShare.take(folder, 8, 2, 0)) {
      assertThat(share.threads(0)).isEqualTo(4);
    }
    assertThat(files()).isEqualTo(2);
  }

  private long files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.count();
    }
  }
}
