package podium.workers.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static podium.workers.Reports.ended;
import static podium.workers.Reports.epoch;
import static podium.workers.Reports.started;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import podium.engine.worker.Backlog;
import podium.engine.worker.Spool;
import podium.engine.worker.SpoolContract;
import podium.protocol.report.Report;

final class FileSpoolTest extends SpoolContract {
  private static final long PLENTY = 1 << 20;

  private final Path folder;
  private FileSpool spool;

  FileSpoolTest(@TempDir Path folder) {
    this.folder = folder;
    this.spool = open(PLENTY);
  }

  @Override
  protected Spool opened() {
    reopen(PLENTY);
    return spool;
  }

  private FileSpool open(long bound) {
    return FileSpool.open(folder.resolve("spool"), bound);
  }

  private void reopen(long bound) {
    spool.close();
    spool = open(bound);
  }

  @AfterEach
  void close() {
    spool.close();
  }

  private Path file() {
    return folder.resolve("spool").resolve("exp-1.1.1");
  }

  @Test
  void waiting_tellsWhatIsNotAnsweredYet_andSinceWhen() {
    assertThat(spool.waiting()).isEqualTo(new Spooled(0, 0, PLENTY, Duration.ZERO));
    spool.offer("a", started("exp-1.1", 1, 1));
    spool.offer("a", epoch("exp-1.1", 1, 2));
    spool.offer("a", started("exp-1.2", 1, 1));
    Spooled three = spool.waiting();
    assertThat(three.reports()).isEqualTo(3);
    assertThat(three.bytes()).isGreaterThan(100);
    assertThat(three.lag()).isPositive();
    spool.acknowledge(FIRST, 1);
    assertThat(spool.waiting().reports()).isEqualTo(2);
    reopen(PLENTY);
    assertThat(spool.waiting().reports()).isGreaterThanOrEqualTo(2);
    spool.drop(FIRST);
    spool.backlog().forEach(left -> spool.drop(left.attempt()));
    assertThat(spool.waiting()).isEqualTo(new Spooled(0, 0, PLENTY, Duration.ZERO));
  }

  @Test
  void open_afterACrashAtAnyByteOfALine_keepsWhatWasWhole() throws IOException {
    spool.offer("a", started("exp-1.1", 1, 1));
    long whole = Files.size(file());
    spool.offer("a", epoch("exp-1.1", 1, 2));
    spool.close();
    byte[] bytes = Files.readAllBytes(file());

    for (int length = (int) whole; length < bytes.length; length += 7) {
      Files.write(file(), Arrays.copyOf(bytes, length));
      spool = open(PLENTY);
      assertThat(spool.backlog()).containsExactly(new Backlog(FIRST, "a", 1, 1, false));
      assertThat(spool.offer("a", epoch("exp-1.1", 1, 2))).isTrue();
      spool.close();
      assertThat(Files.readAllBytes(file())).isEqualTo(bytes);
    }
  }

  @Test
  void open_withDamageInTheMiddle_keepsWhatCameBeforeAndACopy() throws IOException {
    for (int sequence = 1; sequence <= 3; sequence++) {
      spool.offer("a", epoch("exp-1.1", 1, sequence));
    }
    spool.close();
    List<String> lines = Files.readAllLines(file());
    lines.set(1, "\0\0\0\0");
    Files.write(file(), lines);

    spool = open(PLENTY);
    assertThat(spool.backlog()).containsExactly(new Backlog(FIRST, "a", 1, 1, false));
    assertThat(Files.readAllLines(file().resolveSibling("exp-1.1.1.damaged~"))).hasSize(3);
  }

  @Test
  void open_withNothingButATornLine_hasNothing() throws IOException {
    spool.close();
    Files.writeString(file(), "{\"holder\":\"a\",\"rep", StandardCharsets.UTF_8);
    spool = open(PLENTY);
    assertThat(spool.backlog()).isEmpty();
    assertThat(file()).doesNotExist();
  }

  @Test
  void open_withForeignFiles_leavesThemAlone() throws IOException {
    spool.close();
    Path foreign = Files.createFile(folder.resolve("spool").resolve("README"));
    spool = open(PLENTY);
    assertThat(spool.backlog()).isEmpty();
    assertThat(foreign).exists();
  }

  @Test
  void open_withAReportOfWhatIsNoTrial_setsItAside() throws IOException {
    spool.offer("a", started("exp-1.1", 1, 1));
    String forged = Files.readString(file()).replace("exp-1.1", "evil");
    spool.close();
    Files.writeString(folder.resolve("spool").resolve("evil.1"), forged);
    spool = open(PLENTY);
    assertThat(spool.backlog()).containsExactly(new Backlog(FIRST, "a", 1, 1, false));
    assertThat(folder.resolve("spool").resolve("evil.1")).doesNotExist();
    assertThat(folder.resolve("spool").resolve("evil.1.damaged~")).hasContent(forged);
  }

  @Test
  void offer_whereAFileIsInTheWay_leavesItAsItIs() throws IOException {
    Path other = folder.resolve("spool").resolve("exp-1.2.3");
    Files.writeString(other, "of another program");
    assertThatThrownBy(() -> spool.offer("a", started("exp-1.2", 3, 1)))
        .isInstanceOf(java.io.UncheckedIOException.class);
    spool.drop(OTHER);
    assertThat(other).hasContent("of another program");
  }

  @Test
  void acknowledge_ofTheEnd_deletesTheFile() throws IOException {
    spool.offer("a", started("exp-1.1", 1, 1));
    spool.offer("a", ended("exp-1.1", 1, 2));
    assertThat(file()).exists();
    spool.acknowledge(FIRST, 2);
    try (Stream<Path> left = Files.list(file().getParent())) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void offer_whenTheFileCannotBeWritten_leavesTheSpoolAsBefore() throws IOException {
    spool.offer("a", started("exp-1.1", 1, 1));
    // a folder of the file's name refuses to be opened for writing
    Files.createDirectory(folder.resolve("spool").resolve("exp-1.2.3"));
    assertThatThrownBy(() -> spool.offer("a", started("exp-1.2", 3, 1)))
        .isInstanceOf(java.io.UncheckedIOException.class);
    assertThat(spool.backlog()).containsExactly(new Backlog(FIRST, "a", 1, 1, false));
    Files.delete(folder.resolve("spool").resolve("exp-1.2.3"));
    assertThat(spool.offer("a", started("exp-1.2", 3, 1))).isTrue();
  }

  @Test
  void read_reportOfAnEarlierVersionThatNoMessageHolds_isCut() throws IOException {
    spool.offer("a", started("exp-1.1", 1, 1));
    spool.close();
    String end =
        "{\"holder\":\"a\",\"report\":{\"type\":\"Ended\",\"trial\":\"exp-1.1\",\"attempt\":1,\"sequence\":2,\"outcome\":\"FAILED_CODE\",\"message\":\"%s\",\"hopeless\":false}}\n"
            .formatted("x".repeat(300_000));
    Files.writeString(file(), end, java.nio.file.StandardOpenOption.APPEND);

    spool = open(PLENTY);
    assertThat(spool.backlog()).containsExactly(new Backlog(FIRST, "a", 1, 2, true));
    Report.Ended read = (Report.Ended) spool.read(FIRST, 1, 9).getFirst().report();
    assertThat(read.message()).hasSize(Report.Ended.LONGEST_MESSAGE).contains("it had 300000");
    spool.acknowledge(FIRST, 2);
    assertThat(file()).doesNotExist();
  }

  @Test
  void offer_whenFull_saysNoUntilThereIsRoom() {
    reopen(700);
    assertThat(spool.offer("a", epoch("exp-1.1", 1, 1))).isTrue();
    assertThat(spool.offer("a", epoch("exp-1.1", 1, 2))).isFalse();
    assertThat(spool.backlog()).containsExactly(new Backlog(FIRST, "a", 1, 1, false));

    spool.put("a", ended("exp-1.2", 3, 1));
    assertThat(spool.read(OTHER, 0, 10)).hasSize(1);
    spool.acknowledge(OTHER, 1);
    spool.acknowledge(FIRST, 1);
    assertThat(spool.offer("a", epoch("exp-1.1", 1, 2))).isTrue();
  }

  @Test
  void offer_outOfSequence_saysWhichOneIsNext() {
    spool.offer("a", started("exp-1.1", 1, 1));
    assertThatThrownBy(() -> spool.offer("a", epoch("exp-1.1", 1, 3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("exp-1.1.1")
        .hasMessageContaining("2");
    spool.offer("a", ended("exp-1.1", 1, 2));
    assertThatThrownBy(() -> spool.offer("a", epoch("exp-1.1", 1, 3)))
        .hasMessageContaining("it ended");
  }

  @Test
  @Timeout(20)
  void awaitChange_whenSomethingIsForgotten_returns() throws Exception {
    spool.offer("a", started("exp-1.1", 1, 1));
    CountDownLatch returned = new CountDownLatch(1);
    Thread waiting =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    spool.awaitChange(Duration.ofDays(1));
                    returned.countDown();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
    while (returned.getCount() > 0) {
      spool.acknowledge(FIRST, 1);
      Thread.onSpinWait();
    }
    waiting.join();
    spool.awaitChange(Duration.ofMillis(1));
  }

  @Test
  void lines_areReadableByPeople() throws IOException {
    spool.offer("a", ended("exp-1.1", 1, 1));
    assertThat(Files.readString(file()))
        .startsWith("{\"holder\":\"a\",\"report\":{\"type\":\"Ended\"")
        .endsWith("}}\n");
  }
}
