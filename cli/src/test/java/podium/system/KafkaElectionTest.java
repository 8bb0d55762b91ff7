package podium.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.cli.kafka.EmbeddedKafka;
import podium.cli.kafka.TopicSetup;
import podium.engine.port.Election;
import podium.engine.reign.Office;
import podium.scheduler.kafka.KafkaElection;
import podium.scheduler.kafka.KafkaSettings;
import podium.scheduler.kafka.MemberId;

/** Kafka's group coordinator as the elector of schedulers; a real broker. */
final class KafkaElectionTest {
  private static final Duration LONG = Duration.ofSeconds(40);

  @TempDir private Path dir;
  private EmbeddedKafka kafka;
  private final List<Member> members = new ArrayList<>();

  @BeforeEach
  void start() {
    kafka = EmbeddedKafka.start(dir.resolve("kafka"), 0);
    TopicSetup.ensure(kafka.own());
  }

  @AfterEach
  void stop() {
    members.forEach(Member::close);
    kafka.close();
  }

  /** Takes part in the election, and lives as long as a test wants it to. */
  private final class Member implements Election.Listener, AutoCloseable {
    final AtomicBoolean answers = new AtomicBoolean(true);
    final List<String> notes = new CopyOnWriteArrayList<>();
    volatile boolean elected;
    final Election election;
    private volatile boolean closed;

    Member(String folder) {
      election =
          new KafkaElection.Source(
                  new KafkaSettings(kafka.own().properties()), MemberId.of(dir.resolve(folder)))
              .open(this);
      Thread.ofPlatform().daemon().start(this::beat);
      members.add(this);
    }

    private void beat() {
      await()
          .forever()
          .pollInterval(Duration.ofMillis(300))
          .until(
              () -> {
                if (answers.get()) {
                  election.answers();
                }
                return closed;
              });
    }

    @Override
    public void elected() {
      elected = true;
    }

    @Override
    public void dismissed() {
      elected = false;
    }

    @Override
    public void note(String text) {
      notes.add(text);
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        election.close();
      }
    }
  }

  private Member elected(String folder) {
    Member member = new Member(folder);
    await().atMost(LONG).until(() -> member.elected);
    return member;
  }

  private static void stays(Member elected, Member other, Duration time) {
    await().during(time).atMost(time.plusSeconds(5)).until(() -> elected.elected && !other.elected);
  }

  @Test
  void members_thatJoinAndLeaveInOrder_takeNothingFromTheElectedOneAndFollowItAtOnce() {
    Member first = elected("a");
    Member second = new Member("b");
    stays(first, second, Duration.ofSeconds(8));
    long since = System.nanoTime();
    first.close();
    await().atMost(LONG).until(() -> second.elected);
    assertThat(Duration.ofNanos(System.nanoTime() - since))
        .as("no session has to run out")
        .isLessThan(Office.SESSION);
    Member again = new Member("a");
    stays(second, again, Duration.ofSeconds(8));
  }

  @Test
  void elected_whoseSchedulerStandsStill_losesTheOfficeAndGetsItBackOnlyFromTheOther() {
    Member first = elected("a");
    Member second = new Member("b");
    first.answers.set(false);
    await().atMost(LONG).until(() -> second.elected);
    await().atMost(LONG).until(() -> !first.elected);
    first.answers.set(true);
    stays(second, first, Duration.ofSeconds(8));
  }

  @Test
  void elected_thatWithdraws_leavesTheOfficeToTheOtherForAWhile() {
    Member first = elected("a");
    Member second = new Member("b");
    stays(first, second, Duration.ofSeconds(4));
    first.election.withdraw(Duration.ofSeconds(5));
    await().atMost(LONG).until(() -> second.elected && !first.elected);
    second.close();
    await().atMost(LONG).until(() -> first.elected);
  }

  @Test
  void memberId_thatAnotherProcessHasToo_isReplacedAndSaid() throws IOException {
    Member first = elected("a");
    Files.createDirectories(dir.resolve("copy"));
    Files.copy(dir.resolve("a/member.id"), dir.resolve("copy/member.id"));
    Member copied = elected("copy");
    await().atMost(LONG).until(() -> !first.notes.isEmpty());
    assertThat(first.notes.getFirst()).contains("another scheduler goes by the id of this one");
    stays(copied, first, Duration.ofSeconds(8));
  }
}
