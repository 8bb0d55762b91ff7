package podium.dashboard.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import podium.dashboard.domain.Position.LogId;
import podium.protocol.id.ExperimentId;

/** Telling a target, and what is kept of it. */
@Timeout(60)
final class OutboxTest {
  private static final LogId LOG = new LogId("cluster", "topic");
  private static final Post.Outcome TAKEN = new Post.Taken();
  private static final Post.Outcome DOWN = new Post.Failed("answered 500", Optional.empty());
  private static final Patience SHORT = new Patience(Duration.ofMillis(1), Duration.ofMillis(5), 4);

  @TempDir private Path folder;
  private final List<String> sent = new CopyOnWriteArrayList<>();
  private volatile Function<String, Post.Outcome> answer = id -> TAKEN;
  private Optional<Outbox> open = Optional.empty();

  private Outbox start() throws Exception {
    return start(LOG, 0, Kind.values());
  }

  private Outbox start(LogId log, long end, Kind... kinds) throws Exception {
    Target target = new Target("lab", Form.JSON, URI.create("https://x/"), Set.of(kinds), false);
    Post post =
        (to, id, body) -> {
          sent.add(id);
          return answer.apply(id);
        };
    Outbox outbox = Outbox.start(target, Optional.empty(), Places.open(folder), post, SHORT);
    open = Optional.of(outbox);
    outbox.follow(log, end);
    return outbox;
  }

  @AfterEach
  void close() {
    open.ifPresent(Outbox::close);
  }

  private static Notification at(long offset, Kind kind) {
    return new Notification(
        kind.word() + offset,
        kind,
        offset,
        Instant.EPOCH,
        new ExperimentId("mine-1"),
        Optional.empty(),
        "");
  }

  private static void tell(Outbox outbox, long... offsets) throws InterruptedException {
    for (long offset : offsets) {
      outbox.take(offset, List.of(at(offset, Kind.NEW_BEST)));
    }
  }

  private void awaitSent(String... ids) {
    await().untilAsserted(() -> assertThat(sent).containsExactly(ids));
  }

  @Test
  void restart_repeatsNothingAndForgetsNothing() throws Exception {
    Outbox first = start();
    tell(first, 0, 1);
    awaitSent("new-best0", "new-best1");
    first.close();
    Outbox second = start(LOG, 9, Kind.values());
    tell(second, 0, 1, 2);
    awaitSent("new-best0", "new-best1", "new-best2");
  }

  @Test
  void targetThatIsNew_isToldFromTheLogsEndOn() throws Exception {
    Outbox outbox = start(LOG, 2, Kind.values());
    tell(outbox, 0, 1, 2);
    awaitSent("new-best2");
  }

  @Test
  void anotherLog_orOneThatLostItsEnd_isToldFromItsEndOn() throws Exception {
    Outbox first = start(LOG, 7, Kind.values());
    first.close();
    Outbox shorter = start(LOG, 3, Kind.values());
    tell(shorter, 2, 3);
    awaitSent("new-best3");
    shorter.close();
    Outbox other = start(new LogId("cluster", "other"), 1, Kind.values());
    tell(other, 0, 1);
    awaitSent("new-best3", "new-best1");
  }

  @Test
  void crashBeforeTheAnswer_tellsThatOneAgain_underTheSameId() throws Exception {
    CountDownLatch hangs = new CountDownLatch(1);
    answer =
        id -> {
          try {
            hangs.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          throw new InternalError("the process is gone");
        };
    Outbox first = start();
    tell(first, 0, 1);
    awaitSent("new-best0");
    first.close();
    assertThat(sent).as("nothing is sent after the stop").hasSize(1);
    answer = id -> TAKEN;
    tell(start(LOG, 2, Kind.values()), 0, 1);
    awaitSent("new-best0", "new-best0", "new-best1");
  }

  @Test
  void stop_whileAMessageIsOnItsWay_countsItWhenItIsTaken() throws Exception {
    CountDownLatch taken = new CountDownLatch(1);
    answer =
        id -> {
          try {
            taken.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return TAKEN;
        };
    Outbox first = start();
    tell(first, 0, 1);
    awaitSent("new-best0");
    Thread later = Thread.ofVirtual().start(taken::countDown);
    first.close();
    later.join();
    tell(start(LOG, 2, Kind.values()), 0, 1);
    awaitSent("new-best0", "new-best1");
  }

  @Test
  void failures_areTriedAgainInOrder_andCountedOnceGivenUp() throws Exception {
    answer = id -> id.equals("new-best0") ? DOWN : TAKEN;
    Outbox outbox = start();
    tell(outbox, 0, 1);
    awaitSent("new-best0", "new-best0", "new-best0", "new-best0", "new-best1");
    await().until(() -> outbox.delivered() == 1);
    assertThat(outbox.givenUp()).isEqualTo(1);
    assertThat(outbox.trouble()).isEmpty();
  }

  @Test
  void receiverThatIsDown_isTriedOnceForEachFurtherOne_untilItIsBack() throws Exception {
    answer = id -> id.equals("new-best3") ? TAKEN : DOWN;
    Outbox outbox = start();
    tell(outbox, 0, 1, 2);
    await().until(() -> outbox.givenUp() == 3);
    assertThat(sent).hasSize(4 + 1 + 1);
    assertThat(outbox.trouble()).contains("Target lab is not told: answered 500.");
    tell(outbox, 3, 4);
    await().until(() -> outbox.givenUp() == 4);
    assertThat(sent).hasSize(4 + 1 + 1 + 1 + 4);
  }

  @Test
  void refusal_isNotTriedAgain() throws Exception {
    answer = id -> new Post.Refused("answered 404");
    Outbox outbox = start();
    tell(outbox, 0, 1);
    await().until(() -> outbox.givenUp() == 2);
    assertThat(sent).containsExactly("new-best0", "new-best1");
  }

  @Test
  void defect_ofWhatSends_isAFailureLikeOthers() throws Exception {
    answer =
        id -> {
          throw new IllegalStateException("a defect");
        };
    Outbox outbox = start();
    tell(outbox, 0, 1);
    await().until(() -> outbox.givenUp() == 2);
  }

  @Test
  void kinds_thatATargetDoesNotWant_areNotTold() throws Exception {
    Outbox outbox = start(LOG, 0, Kind.TRIAL_FAILED);
    outbox.take(0, List.of(at(0, Kind.NEW_BEST), at(0, Kind.TRIAL_FAILED)));
    outbox.silent(List.of(at(0, Kind.TRIAL_SILENT)));
    outbox.take(1, List.of(at(1, Kind.TRIAL_FAILED)));
    awaitSent("trial-failed0", "trial-failed1");
  }

  @Test
  void silence_isToldOnceWhileItLasts_alsoOverARestart() throws Exception {
    Notification silent = at(5, Kind.TRIAL_SILENT);
    Outbox first = start();
    first.silent(List.of(silent));
    first.silent(List.of(silent));
    awaitSent("trial-silent5");
    await().until(() -> first.delivered() == 1);
    first.close();
    Outbox second = start();
    second.silent(List.of(silent));
    second.silent(List.of());
    second.silent(List.of(at(8, Kind.TRIAL_SILENT)));
    awaitSent("trial-silent5", "trial-silent8");
  }

  @Test
  void tooMuchToTell_holdsTheReaderUp_andLosesNothing() throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    answer =
        id -> {
          try {
            goOn.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return TAKEN;
        };
    Outbox outbox = start();
    Thread reader =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    for (int offset = 0; offset < 1_010; offset++) {
                      tell(outbox, offset);
                    }
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
    await().until(() -> outbox.waiting() == 1_000);
    assertThat(reader.isAlive()).isTrue();
    goOn.countDown();
    await().until(() -> !reader.isAlive());
    assertThat(sent).startsWith("new-best0", "new-best1", "new-best2");
  }

  @Test
  void outboxThatFollowsNoLogYet_keepsNothing() throws Exception {
    Target target = new Target("lab", Form.JSON, URI.create("https://x/"), Set.of(), false);
    Places places = Places.open(folder);
    for (int i = 0; i < 20; i++) {
      Outbox.start(target, Optional.empty(), places, (to, id, body) -> TAKEN, SHORT).close();
    }
    assertThat(places.of("lab")).isEmpty();
    assertThat(folder.resolve("places.json")).doesNotExist();
  }

  @Test
  void placesThatAreDamaged_beginAnew() throws Exception {
    Files.writeString(folder.resolve("places.json"), "{\"lab\":{\"offset\"");
    Outbox outbox = start(LOG, 1, Kind.values());
    tell(outbox, 0, 1);
    awaitSent("new-best1");
  }
}
