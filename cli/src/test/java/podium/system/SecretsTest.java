package podium.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.protocol.event.Event;

/** Where the secrets of a system that trains are, and where they are not. */
final class SecretsTest {
  private static final String TOKEN = "the-token-of-this-test";
  private static final String EXPERIMENT =
      "{\"experiment\":\"mine\",\"dataset\":\"digits\",\"matrix\":{\"model\":\"resnet18\"},\"recipe\":{\"epochs\":50}}";

  @TempDir Path dir;

  @Test
  void secrets_ofASystemThatTrains_areInNoLogAnswerArgumentOrChild() throws IOException {
    try (TestSystem system = new TestSystem(dir)) {
      PodiumProcess up = system.up(java.util.Map.of("PODIUM_TOKEN", TOKEN), "--devices", "cpu");
      up.ready(system.port());
      system.publish(EXPERIMENT);
      await().atMost(LogFacts.LONG).until(() -> !system.events(Event.TrialStarted.class).isEmpty());
      String password = password(system.key());
      List<ProcessHandle> trainers = up.trainers();

      assertThat(trainers).isNotEmpty();
      for (ProcessHandle trainer : trainers) {
        assertThat(of(trainer, "environ"))
            .contains("PATH=")
            .doesNotContain(TOKEN, "PODIUM_TOKEN", password);
        assertThat(of(trainer, "cmdline")).doesNotContain(TOKEN, password);
      }
      assertThat(of(up.handle(), "cmdline")).contains("--devices").doesNotContain(TOKEN, password);
      assertThat(up.output()).contains("leaderboard").doesNotContain(TOKEN, password);
      for (String path :
          List.of("/", "/healthz", "/metrics", "/api/status", "/api/trials/mine-1.1")) {
        assertThat(PodiumProcess.get(system.port(), path)).doesNotContain(TOKEN, password);
      }
      assertThat(filesWith(system.data(), TOKEN)).isEmpty();
      assertThat(filesWith(system.data(), password)).containsExactly(system.key());
      assertThat(rights(system.data())).isEqualTo("rwx------");
      assertThat(rights(system.key())).isEqualTo("rw-------");
    }
  }

  private static String password(Path key) throws IOException {
    Matcher found = Pattern.compile("password=\"([^\"]+)\"").matcher(Files.readString(key));
    assertThat(found.find()).isTrue();
    return found.group(1);
  }

  private static String of(ProcessHandle process, String file) throws IOException {
    return Files.readString(
        Path.of("/proc", Long.toString(process.pid()), file), StandardCharsets.ISO_8859_1);
  }

  private static String rights(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static List<Path> filesWith(Path folder, String secret) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> holds(file, secret)).toList();
    }
  }

  private static boolean holds(Path file, String secret) {
    try {
      return Files.isRegularFile(file)
          && Files.readString(file, StandardCharsets.ISO_8859_1).contains(secret);
    } catch (java.nio.file.NoSuchFileException e) {
      return false; // why: a spool's file may go while we look
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
