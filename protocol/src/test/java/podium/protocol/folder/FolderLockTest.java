package podium.protocol.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FolderLockTest {
  private static final String NAME = "in.use";

  @TempDir private Path folder;

  /** Another process, which tries to take a folder each time that it is asked. */
  public static final class Other {
    private Other() {}

    public static void main(String[] arguments) throws IOException {
      while (System.in.read() >= 0) {
        Optional<FolderLock> taken = FolderLock.take(Path.of(arguments[0]), NAME);
        // why: whoever reads the answer may take the folder at once
        if (taken.isPresent()) {
          taken.get().close();
        }
        System.out.println(taken.isPresent());
      }
    }
  }

  private Process other() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            Other.class.getName(),
            folder.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static boolean takes(Process other) throws IOException {
    other.getOutputStream().write('\n');
    other.getOutputStream().flush();
    return Boolean.parseBoolean(other.inputReader().readLine());
  }

  @Test
  void takenFolder_secondTryOfThisProcess_leavesItLockedForOthers() throws Exception {
    Process other = other();
    try {
      FolderLock first = FolderLock.take(folder, NAME).orElseThrow();
      assertThat(FolderLock.take(folder.resolve("../" + folder.getFileName()), NAME)).isEmpty();
      assertThat(takes(other)).as("while it is held").isFalse();
      first.close();
      assertThat(takes(other)).as("after it was given back").isTrue();
      FolderLock second = FolderLock.take(folder, NAME).orElseThrow();
      first.close();
      assertThat(FolderLock.take(folder, NAME)).as("an owner of before closes again").isEmpty();
      assertThat(takes(other)).isFalse();
      second.close();
    } finally {
      other.destroyForcibly();
    }
  }

  @Test
  void folderThatCannotBeWritten_isToldAndNotKept() throws IOException {
    Path file = Files.createDirectory(folder.resolve(NAME));
    assertThatThrownBy(() -> FolderLock.take(folder, NAME)).isInstanceOf(IOException.class);
    Files.delete(file);
    FolderLock.take(folder, NAME).orElseThrow().close();
  }
}
