package podium.workers.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static podium.workers.actor.Stage.INCARNATION;
import static podium.workers.actor.Stage.until;

import akka.Done;
import akka.actor.testkit.typed.javadsl.TestProbe;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.protocol.message.SchedulerMessage;
import podium.protocol.message.WorkerMessage;
import podium.protocol.message.WorkerMessage.Verdict;
import podium.protocol.report.Outcome;

/** A worker whose log, disk, name or Hello is not as it should be. */
final class WorkerUnderFaultsTest {
  @TempDir private Path folder;

  @Test
  void schedulerOfANewLog_isHeardThoughItsTermsAndTrialsBeginAnew() {
    try (Stage stage = new Stage(folder)) {
      stage.welcome();
      stage.train("fresh-1.1", 1);
      stage.trainer().deafToStop = true;
      stage.trainer().begins();
      stage.untilDelivered("fresh-1.1", 1L);

      // why: Kafka's topics were deleted and made anew
      stage.term = 1;
      stage.highest = 1;
      stage.log = "log-b";
      stage.scheduler.forget();
      stage.scheduler.say(new WorkerMessage.HelloAgain(1, INCARNATION, "log-b"));
      until(() -> assertThat(stage.registered).isFalse());
      until(() -> assertThat(stage.trainer().stops).contains(Outcome.PREEMPTED));
      stage.pass(3);
      assertThat(stage.scheduler.heard(SchedulerMessage.Hello.class))
          .as("a slot still has what the log before ordered")
          .isEmpty();
      stage.order("fresh-1.1", 1);
      stage.pass(1);

      stage.trainer().completes(1);
      stage.trainer().ends(Outcome.PREEMPTED);
      until(
          () -> {
            stage.pass(1);
            assertThat(stage.scheduler.heard(SchedulerMessage.Hello.class)).isNotEmpty();
          });
      assertThat(stage.scheduler.delivered("fresh-1.1")).as("nothing of it counts").isEmpty();
      assertThat(folder).isEmptyDirectory();

      stage.welcome();
      stage.train("fresh-1.1", 1);
      stage.trainer().deafToStop = false;
      stage.stop("fresh-1.1", 1, Outcome.CANCELLED);
      stage.untilDelivered("fresh-1.1", 1L);
      assertThat(stage.trainer().assignments).hasSize(2);
    }
  }

  @Test
  void schedulerThatDoesNotNameItsLog_isTakenForTheSame() {
    try (Stage stage = new Stage(folder)) {
      stage.welcome();
      stage.train("t-1.1", 1);
      stage.log = "";
      stage.term = 6;
      stage.askAgain();
      stage.log = "log-a";
      stage.term = 7;
      stage.askAgain();
      assertThat(stage.trainer().stops).isEmpty();
    }
  }

  @Test
  void heartbeat_whileTheDiskStandsStill_goesOn() {
    try (Stage stage = new Stage(folder)) {
      stage.welcome();
      stage.train("t-1.1", 1);
      stage.spool.stall = new java.util.concurrent.CountDownLatch(1);
      stage.trainer().begins();
      until(() -> assertThat(stage.spool.waiting).hasValue(1));
      int before = stage.beats();
      stage.time.timePasses(java.time.Duration.ofSeconds(10));
      until(() -> assertThat(stage.beats()).isEqualTo(before + 10));
      assertThat(stage.spool.waiting).as("the worker waits for its disk").hasValue(1);

      stage.time.timePasses(java.time.Duration.ofSeconds(90));
      until(() -> assertThat(stage.beats()).isGreaterThanOrEqualTo(before + 55));
      assertThat(stage.beats())
          .as("a worker that does nothing is not taken to live for ever")
          .isLessThanOrEqualTo(before + Pulse.MOST_ON_TRUST);

      stage.spool.stall.countDown();
      until(() -> assertThat(stage.scheduler.delivered("t-1.1")).contains(1L));
      stage.pass(1);
    }
  }

  @Test
  void replaced_byAnotherProcessOfItsName_saysSoStopsItsTrainersAndEnds() {
    try (Stage stage = new Stage(folder)) {
      stage.welcome();
      stage.train("t-1.1", 1);
      stage.scheduler.say(new WorkerMessage.Replaced(5, INCARNATION, "elsewhere"));
      until(() -> assertThat(stage.trainer().stops).containsExactly(Outcome.PREEMPTED));
      assertThat(stage.refusals)
          .containsExactly(
              "worker box ends: another process, on elsewhere, took its name; give each worker a"
                  + " name of its own with --name");
      stage.untilDelivered("t-1.1", 1L);
      assertThat(stage.registered).isFalse();
      TestProbe<Done> closed = stage.closes();
      stage.answer("t-1.1", 1, 1, Verdict.FENCED, 0);
      closed.receiveMessage();
      stage.testKit.createTestProbe().expectTerminated(stage.worker);
      until(() -> assertThat(stage.trainer().closed).isTrue());
    }
  }

  @Test
  void hello_thatIsTooLargeForAMessage_endsTheWorkerInASentence() {
    try (Stage stage = new Stage(folder)) {
      stage.pass(1);
      stage.scheduler.returns(stage.scheduler.heard(SchedulerMessage.Hello.class).getFirst());
      stage.testKit.createTestProbe().expectTerminated(stage.worker);
      assertThat(stage.refusals)
          .singleElement()
          .asString()
          .startsWith(
              "worker box ends: what it tells of itself takes 300000 bytes, and a message to the"
                  + " scheduler 258048 at most; register fewer than its 2 data sets and 0 weights");
    }
  }
}
