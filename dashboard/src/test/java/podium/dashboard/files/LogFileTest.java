package podium.dashboard.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.protocol.id.AttemptId;
import podium.protocol.id.TrialId;

final class LogFileTest {
  @TempDir private Path folder;

  private LogFile of(String text, int mostBytes) throws IOException {
    Path file = folder.resolve("trainer.log");
    Files.writeString(file, text);
    return new LogFile(file, mostBytes);
  }

  private static List<String> texts(LogFile.Page page) {
    return page.lines().stream().map(LogFile.Line::text).toList();
  }

  @Test
  void tail_thenBackwards_thenOn_isTheWholeFileOnce() throws IOException {
    LogFile log = of("one\ntwo\nthree\nfour\nhal", 100);
    LogFile.Page tail = log.before(Long.MAX_VALUE, 2, "");
    assertThat(texts(tail)).containsExactly("three", "four");
    assertThat(tail.lines().getFirst().at()).isEqualTo(8);
    assertThat(texts(log.before(tail.from(), 2, ""))).containsExactly("one", "two");
    assertThat(log.before(tail.from(), 2, "").from()).isZero();

    Files.writeString(folder.resolve("trainer.log"), "one\ntwo\nthree\nfour\nhalf\nrest");
    assertThat(texts(log.from(tail.to(), 10, ""))).containsExactly("half");
  }

  @Test
  void pages_ofAnyFile_areItsLinesOnce_howeverLittleIsReadAtOnce() throws IOException {
    Random random = new Random(1);
    for (int round = 0; round < 200; round++) {
      List<String> lines = new ArrayList<>();
      for (int i = random.nextInt(30); i > 0; i--) {
        lines.add("가x".repeat(random.nextInt(5)) + i);
      }
      LogFile log = of(String.join("", lines.stream().map(line -> line + "\n").toList()), 40);
      List<String> back = new ArrayList<>();
      long before = Long.MAX_VALUE;
      do {
        LogFile.Page page = log.before(before, 1 + random.nextInt(4), "");
        back.addAll(0, texts(page));
        before = page.from();
      } while (before > 0);
      assertThat(back).isEqualTo(lines);

      List<String> on = new ArrayList<>();
      LogFile.Page page = log.from(0, 2, "");
      while (!page.lines().isEmpty()) {
        on.addAll(texts(page));
        page = log.from(page.to(), 2, "");
      }
      assertThat(on).isEqualTo(lines);
    }
  }

  @Test
  void search_findsWhateverTheCase_andSaysHowFarItLooked() throws IOException {
    LogFile log = of("Warning: a\nplain\nwarning: b\nplain\n", 1000);
    LogFile.Page found = log.before(Long.MAX_VALUE, 10, "WARNING");
    assertThat(texts(found)).containsExactly("Warning: a", "warning: b");
    assertThat(found.from()).isZero();
    assertThat(log.before(Long.MAX_VALUE, 10, "nowhere").from()).isZero();
  }

  @Test
  void links_outOfTheHome_areNotFollowed() throws IOException {
    AttemptId attempt = new AttemptId(new TrialId("mine-1.1"), 1);
    Path secret = Files.writeString(folder.resolve("secret"), "secret\n");
    Path home = Files.createDirectories(folder.resolve("home"));
    Files.createDirectories(home.resolve("mine-1.1/1"));
    Files.createSymbolicLink(home.resolve("mine-1.1/1/trainer.log"), secret);
    Path outside = Files.createDirectories(folder.resolve("outside/2"));
    Files.writeString(outside.resolve("trainer.log"), "secret\n");
    Files.createSymbolicLink(home.resolve("mine-1.1/2"), outside);
    CheckpointHome files = new CheckpointHome(Optional.of(home));

    assertThat(files.log(attempt)).isEmpty();
    assertThat(files.log(new AttemptId(attempt.trial(), 2))).isEmpty();
    Files.delete(home.resolve("mine-1.1/1/trainer.log"));
    Files.writeString(home.resolve("mine-1.1/1/trainer.log"), "own\n");
    assertThat(texts(files.log(attempt).orElseThrow().before(100, 5, ""))).containsExactly("own");
  }
}
