package podium.workers.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static podium.workers.Reports.ended;
import static podium.workers.Reports.epoch;
import static podium.workers.Reports.started;
import static podium.workers.actor.Stage.INCARNATION;
import static podium.workers.actor.Stage.SLOT;
import static podium.workers.actor.Stage.until;

import akka.Done;
import akka.actor.testkit.typed.javadsl.TestProbe;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.protocol.event.Holding;
import podium.protocol.event.Slot;
import podium.protocol.id.TrialId;
import podium.protocol.message.SchedulerMessage;
import podium.protocol.message.WorkerMessage;
import podium.protocol.message.WorkerMessage.Verdict;
import podium.protocol.report.Capacity;
import podium.protocol.report.Outcome;
import podium.protocol.report.Report;
import podium.workers.Reports;
import podium.workers.spool.BoundedSpool;
import podium.workers.spool.FileSpool;

final class WorkerActorTest {
  @TempDir private Path folder;

  @Test
  void machine_isToldOfWithTheNextHeartbeatAlone() {
    try (Stage stage = new Stage(folder)) {
      Capacity seen = new Capacity(64, 12, 500, 80);
      stage.pass(1);
      stage.capacity.set(seen);
      stage.pass(2);
      assertThat(stage.scheduler.heard(SchedulerMessage.Heartbeat.class))
          .extracting(SchedulerMessage.Heartbeat::capacity)
          .containsExactly(Capacity.UNKNOWN, seen, Capacity.UNKNOWN);
    }
  }

  @Test
  void start_withAnEmptySpool_beatsAndSaysHelloUntilWelcomeAndWhenNobodyAnswersAnyMore() {
    try (Stage stage = new Stage(folder)) {
      stage.pass(3);
      assertThat(stage.scheduler.heard(SchedulerMessage.Heartbeat.class)).hasSize(3);
      List<SchedulerMessage.Hello> hellos = stage.scheduler.heard(SchedulerMessage.Hello.class);
      assertThat(hellos).as("at once, and then every other second").hasSize(3);
      assertThat(hellos.getFirst().worker()).isEqualTo("box");
      assertThat(hellos.getFirst().incarnation()).isEqualTo(INCARNATION);
      assertThat(hellos.getFirst().slots()).containsExactly(new Slot(SLOT, "a processor"));

      stage.scheduler.say(new WorkerMessage.Welcome(5, "another", "log-b", List.of()));
      stage.pass(1);
      assertThat(stage.registered).isFalse();
      stage.welcome();
      stage.scheduler.forget();
      stage.time.timePasses(java.time.Duration.ofSeconds(4));
      until(() -> assertThat(stage.scheduler.heard(SchedulerMessage.Heartbeat.class)).hasSize(4));
      assertThat(stage.scheduler.heard(SchedulerMessage.Hello.class)).isEmpty();
      assertThat(stage.registered).isTrue();

      stage.time.timePasses(java.time.Duration.ofSeconds(2));
      until(() -> assertThat(stage.scheduler.heard(SchedulerMessage.Hello.class)).isNotEmpty());
      assertThat(stage.registered).as("nobody answers its heartbeats").isFalse();
    }
  }

  @Test
  void start_withASpoolOfAnEarlierIncarnation_tellsWhatItHoldsAndDeliversItOnceWelcome() {
    try (BoundedSpool left = FileSpool.open(folder, 1 << 20)) {
      left.put("earlier", started("t-1.1", 1, 1));
      left.put("earlier", epoch("t-1.1", 1, 2));
      left.put("earlier", ended("t-1.2", 4, 1));
    }
    try (Stage stage = new Stage(folder)) {
      stage.pass(3);
      assertThat(stage.scheduler.heard(SchedulerMessage.Hello.class))
          .hasSize(3)
          .allSatisfy(
              hello ->
                  assertThat(hello.holds())
                      .containsExactlyInAnyOrder(
                          new Holding(new TrialId("t-1.1"), 1, "", 3, false),
                          new Holding(new TrialId("t-1.2"), 4, "", 1, false)));
      assertThat(stage.scheduler.heard(SchedulerMessage.Deliver.class))
          .as("nothing counts before the scheduler knows what is held")
          .isEmpty();

      stage.welcome();
      stage.untilDelivered("t-1.1", 1L, 2L, 3L);
      List<SchedulerMessage.Deliver> delivered =
          stage.scheduler.heard(SchedulerMessage.Deliver.class);
      assertThat(delivered)
          .extracting(SchedulerMessage.Deliver::report)
          .containsExactly(
              started("t-1.1", 1, 1),
              epoch("t-1.1", 1, 2),
              new Report.Ended(
                  new TrialId("t-1.1"),
                  1,
                  3,
                  Outcome.LOST_WORKER,
                  "the worker's process ended under it"),
              ended("t-1.2", 4, 1));
      assertThat(delivered).allMatch(deliver -> deliver.holder().equals("earlier"));
      assertThat(delivered).allMatch(deliver -> deliver.incarnation().equals(INCARNATION));

      stage.accept("t-1.1", 1, 3);
      stage.answer("t-1.2", 4, 1, Verdict.FENCED, 0);
      stage.pass(1);
      assertThat(stage.spool.backlog()).isEmpty();
      assertThat(folder).isEmptyDirectory();
    }
  }

  @Test
  void train_thenReports_areDeliveredInOrderAndForgottenOnceAcknowledged() {
    try (Stage stage = new Stage(folder)) {
      stage.welcome();
      stage.train("t-1.1", 1);
      stage.trainer().begins();
      stage.trainer().completes(1);
      stage.trainer().ends(Outcome.SUCCEEDED);
      stage.untilDelivered("t-1.1", 1L, 2L, 3L);
      assertThat(stage.scheduler.heard(SchedulerMessage.Deliver.class))
          .extracting(SchedulerMessage.Deliver::report)
          .containsExactly(
              started("t-1.1", 1, 1),
              new Report.Epoch(new TrialId("t-1.1"), 1, 2, Reports.anEpoch(1)),
              ended("t-1.1", 1, 3))
          .allMatch(report -> report.attempt() == 1);

      stage.accept("t-1.1", 1, 3);
      until(() -> assertThat(folder).isEmptyDirectory());
    }
  }

  @Test
  void epoch_onceTheLogCountsIt_isWhenOlderCheckpointsMayGo() {
    try (Stage stage = new Stage(folder)) {
      stage.welcome();
      stage.train("t-1.1", 1);
      stage.trainer().begins();
      stage.trainer().completes(1);
      stage.trainer().completes(2);
      stage.trainer().completes(3);
      stage.untilDelivered("t-1.1", 1L, 2L, 3L, 4L);
      stage.accept("t-1.1", 1, 1);
      stage.settle();
      assertThat(stage.acknowledged).as("the scheduler has not answered").isEmpty();

      stage.accept("t-1.1", 1, 3);
      until(() -> assertThat(stage.acknowledged).containsExactly("t-1.1/1/2"));
      // why: a fenced report that is sent again is answered so; the log may count another attempt
      stage.answer("t-1.1", 1, 4, Verdict.REPEAT, 5);
      stage.settle();
      assertThat(stage.acknowledged).hasSize(1);

      stage.trainer().completes(4);
      stage.untilDelivered("t-1.1", 1L, 2L, 3L, 4L, 5L);
      stage.answer("t-1.1", 1, 5, Verdict.FENCED, 0);
      stage.settle();
      assertThat(stage.acknowledged).hasSize(1);
    }
  }

  @Test
  void epoch_leftByAnEarlierProcess_isCountedToo() {
    try (BoundedSpool left = FileSpool.open(folder, 1 << 20)) {
      left.put("earlier", started("t-1.1", 1, 1));
      left.put("earlier", epoch("t-1.1", 1, 2));
    }
    try (Stage stage = new Stage(folder)) {
      stage.welcome();
      stage.untilDelivered("t-1.1", 1L, 2L, 3L);
      stage.accept("t-1.1", 1, 2);
      until(() -> assertThat(stage.acknowledged).containsExactly("t-1.1/1/2"));
    }
  }

  @Test
  void train_ofAnAttemptHeldOrEndedOrOlder_isIgnored() {
    try (Stage stage = new Stage(folder)) {
      stage.welcome();
      stage.train("t-1.1", 2);
      stage.order("t-1.1", 2);
      stage.order("t-1.1", 1);
      stage.settle();
      stage.trainer().ends(Outcome.SUCCEEDED);
      stage.untilDelivered("t-1.1", 1L);
      stage.order("t-1.1", 2);
      stage.accept("t-1.1", 2, 1);
      stage.order("t-1.1", 2);
      stage.settle();
      stage.train("u-1.1", 1);
      assertThat(stage.trainer().assignments).hasSize(2);
      assertThat(stage.trainer().stops).isEmpty();
    }
  }

  @Test
  void message_ofALowerTermOrAnotherIncarnation_isIgnored() {
    try (Stage stage = new Stage(folder)) {
      stage.welcome();
      stage.term = 4;
      stage.order("old-1.1", 1);
      stage.term = 5;
      stage.scheduler.say(
          new WorkerMessage.Train(
              5, "another", SLOT, new TrialId("t-1.1"), 1, Reports.aSpec(), List.of()));
      stage.settle();
      stage.train("u-1.1", 1);
      stage.term = 4;
      stage.stop("u-1.1", 1, Outcome.CANCELLED);
      stage.term = 6;
      stage.settle();
      assertThat(stage.trainer().assignments).hasSize(1);
      assertThat(stage.trainer().stops).isEmpty();
    }
  }

  @Test
  void delivery_withoutAnswers_isSentAgainInOrderUntilAcknowledged() {
    try (Stage stage = new Stage(folder)) {
      stage.welcome();
      stage.train("t-1.1", 1);
      stage.trainer().begins();
      stage.trainer().completes(1);
      stage.untilDelivered("t-1.1", 1L, 2L);
      stage.pass(2);
      stage.untilDelivered("t-1.1", 1L, 2L, 1L, 2L);
      stage.accept("t-1.1", 1, 1);
      stage.pass(2);
      stage.untilDelivered("t-1.1", 1L, 2L, 1L, 2L, 2L);
      stage.answer("t-1.1", 1, 2, Verdict.REPEAT, 3);
      stage.pass(4);
      stage.untilDelivered("t-1.1", 1L, 2L, 1L, 2L, 2L);
    }
  }

  @Test
  void delivery_ofMany_keepsAtMostAWindowInFlight() {
    try (BoundedSpool left = FileSpool.open(folder, 1 << 20)) {
      for (int sequence = 1; sequence <= 50; sequence++) {
        left.put("earlier", epoch("t-1.1", 1, sequence));
      }
    }
    try (Stage stage = new Stage(folder)) {
      stage.welcome();
      until(
          () ->
              assertThat(stage.scheduler.delivered("t-1.1"))
                  .containsExactlyElementsOf(LongStream.rangeClosed(1, 32).boxed().toList()));
      stage.accept("t-1.1", 1, 10);
      until(
          () ->
              assertThat(stage.scheduler.delivered("t-1.1"))
                  .containsExactlyElementsOf(LongStream.rangeClosed(1, 42).boxed().toList()));
    }
  }

  @Test
  void answer_gap_sendsAgainFromThereOnce() {
    try (Stage stage = new Stage(folder)) {
      stage.welcome();
      stage.train("t-1.1", 1);
      stage.trainer().begins();
      stage.trainer().completes(1);
      stage.trainer().completes(2);
      stage.untilDelivered("t-1.1", 1L, 2L, 3L);
      stage.accept("t-1.1", 1, 1);
      stage.answer("t-1.1", 1, 3, Verdict.GAP, 2);
      stage.answer("t-1.1", 1, 3, Verdict.GAP, 2);
      stage.settle();
      stage.untilDelivered("t-1.1", 1L, 2L, 3L, 2L, 3L);
    }
  }

  @Test
  void answer_fenced_stopsTheTrainerAndDropsItsReports() {
    try (Stage stage = new Stage(folder)) {
      stage.welcome();
      stage.train("t-1.1", 1);
      stage.trainer().deafToStop = true;
      stage.trainer().begins();
      stage.trainer().completes(1);
      stage.untilDelivered("t-1.1", 1L, 2L);
      stage.answer("t-1.1", 1, 2, Verdict.FENCED, 0);
      until(() -> assertThat(stage.trainer().stops).contains(Outcome.PREEMPTED));
      stage.trainer().completes(2);
      stage.trainer().ends(Outcome.PREEMPTED);
      stage.train("u-1.1", 1);
      stage.pass(4);
      stage.untilDelivered("t-1.1", 1L, 2L);
      assertThat(stage.spool.backlog()).isEmpty();
    }
  }

  @Test
  void helloAgain_whileTraining_tellsWhatItHoldsAndKeepsItsReportsUntilWelcome() {
    try (Stage stage = new Stage(folder)) {
      stage.welcome();
      stage.train("t-1.1", 1);
      stage.trainer().begins();
      stage.untilDelivered("t-1.1", 1L);
      stage.scheduler.forget();
      stage.term = 6;
      stage.scheduler.say(new WorkerMessage.HelloAgain(6, INCARNATION, "log-a"));
      until(
          () ->
              assertThat(stage.scheduler.heard(SchedulerMessage.Hello.class))
                  .singleElement()
                  .satisfies(
                      hello ->
                          assertThat(hello.holds())
                              .containsExactly(
                                  new Holding(new TrialId("t-1.1"), 1, SLOT, 1, true))));
      assertThat(stage.registered).isFalse();
      stage.trainer().completes(1);
      until(() -> assertThat(stage.spool.backlog().getFirst().last()).isEqualTo(2));
      stage.pass(4);
      assertThat(stage.scheduler.delivered("t-1.1")).isEmpty();
      assertThat(stage.scheduler.heard(SchedulerMessage.Hello.class).getLast().holds())
          .containsExactly(new Holding(new TrialId("t-1.1"), 1, SLOT, 2, true));
      stage.welcome();
      stage.untilDelivered("t-1.1", 1L, 2L);
      stage.order("t-1.1", 1);
      stage.accept("t-1.1", 1, 2);
      stage.settle();
      assertThat(stage.trainer().stops).isEmpty();
      assertThat(stage.trainer().assignments).hasSize(1);
    }
  }

  @Test
  void stop_ofAnAttemptWhoseOrderWasLost_tellsItsEnd() {
    try (Stage stage = new Stage(folder)) {
      stage.welcome();
      stage.stop("t-1.1", 1, Outcome.CANCELLED);
      stage.untilDelivered("t-1.1", 1L);
      assertThat(((Report.Ended) stage.lastReport("t-1.1")).outcome()).isEqualTo(Outcome.CANCELLED);
      stage.stop("t-1.1", 1, Outcome.CANCELLED);
      stage.order("t-1.1", 1);
      stage.settle();
      stage.untilDelivered("t-1.1", 1L);
      assertThat(stage.trainer().assignments).isEmpty();
      assertThat(stage.freed("t-1.1", 1)).as("each stop is answered").isEqualTo(2);
    }
  }

  @Test
  void stop_ofAnAttemptOnASlot_isAnsweredByFreedOnceTheSlotIsDoneWithIt() {
    try (Stage stage = new Stage(folder)) {
      stage.welcome();
      stage.train("t-1.1", 1);
      ScriptedTrainer hung = stage.trainer();
      hung.deafToStop = true;
      stage.stop("t-1.1", 1, Outcome.HUNG);
      until(() -> assertThat(hung.stops).isNotEmpty());
      stage.stop("t-1.1", 1, Outcome.HUNG);
      stage.settle();
      assertThat(stage.freed("t-1.1", 1)).as("somebody is on it").isZero();

      stage.pass(20);
      until(() -> assertThat(stage.trainers).hasSize(2));
      until(() -> assertThat(stage.freed("t-1.1", 1)).as("unasked").isEqualTo(1));
      stage.stop("t-1.1", 1, Outcome.HUNG);
      stage.settle();
      assertThat(stage.freed("t-1.1", 1)).isEqualTo(2);
      assertThat(hung.closed).isTrue();
    }
  }

  @Test
  void stop_ofAnAttemptThatEnded_isAnsweredByFreedAndItsEndStillCounts() {
    try (Stage stage = new Stage(folder)) {
      stage.welcome();
      stage.train("t-1.1", 1);
      stage.trainer().ends(Outcome.SUCCEEDED);
      stage.untilDelivered("t-1.1", 1L);
      until(() -> assertThat(stage.freed("t-1.1", 1)).isEqualTo(1));
      stage.stop("t-1.1", 1, Outcome.CANCELLED);
      stage.settle();
      assertThat(stage.freed("t-1.1", 1)).isEqualTo(2);
      assertThat(stage.spool.backlog()).hasSize(1);
    }
  }

  @Test
  void orderAndStop_ofAnAttemptThatAnEarlierProcessLeft_doNotTouchItsReports() {
    try (BoundedSpool left = FileSpool.open(folder, 1 << 20)) {
      left.put("earlier", started("t-1.1", 1, 1));
    }
    try (Stage stage = new Stage(folder)) {
      stage.welcome();
      stage.untilDelivered("t-1.1", 1L, 2L);
      stage.order("t-1.1", 1);
      stage.stop("t-1.1", 1, Outcome.CANCELLED);
      stage.settle();
      assertThat(stage.freed("t-1.1", 1)).isEqualTo(1);
      assertThat(stage.trainer().assignments).isEmpty();
      assertThat(stage.spool.backlog()).singleElement().matches(waiting -> waiting.last() == 2);

      // why: another log has the same names; there the attempt is one to train
      stage.answer("t-1.1", 1, 1, Verdict.FENCED, 0);
      stage.train("t-1.1", 1);
    }
  }

  @Test
  void train_onASlotThatIsNotThere_tellsItsEnd() {
    try (Stage stage = new Stage(folder)) {
      stage.welcome();
      stage.order("t-1.1", 1, "cuda:7");
      stage.untilDelivered("t-1.1", 1L);
      assertThat(((Report.Ended) stage.lastReport("t-1.1")).message()).contains("cuda:7");
    }
  }

  @Test
  void train_thatNobodyCanObey_tellsItsEndAndThatItIsHopeless() {
    try (Stage stage = new Stage(folder)) {
      stage.welcome();
      stage.scheduler.say(Stage.withEpochs(0, "t-1.1", 1));
      stage.untilDelivered("t-1.1", 1L);
      Report.Ended end = (Report.Ended) stage.lastReport("t-1.1");
      assertThat(end.outcome()).isEqualTo(Outcome.FAILED_CODE);
      assertThat(end.hopeless()).isTrue();
      assertThat(end.message()).contains("epochs is 0; allowed: a whole number from 1");
      stage.scheduler.say(Stage.withEpochs(0, "t-1.1", 1));
      stage.settle();
      stage.untilDelivered("t-1.1", 1L);
      stage.train("u-1.1", 1);
    }
  }

  @Test
  void close_whileTraining_preemptsDeliversAndSaysGoodbye() {
    try (Stage stage = new Stage(folder)) {
      stage.welcome();
      stage.train("t-1.1", 1);
      stage.trainer().begins();
      stage.untilDelivered("t-1.1", 1L);
      TestProbe<Done> done = stage.closes();
      until(() -> assertThat(stage.scheduler.heard(SchedulerMessage.Leaving.class)).hasSize(1));
      stage.untilDelivered("t-1.1", 1L, 2L);
      assertThat(stage.scheduler.all().indexOf(new SchedulerMessage.Leaving("box", INCARNATION)))
          .as("before its slots stop")
          .isLessThan(
              stage
                  .scheduler
                  .all()
                  .indexOf(stage.scheduler.heard(SchedulerMessage.Deliver.class).getLast()));
      assertThat(((Report.Ended) stage.lastReport("t-1.1")).outcome()).isEqualTo(Outcome.PREEMPTED);
      stage.order("u-1.1", 1);
      assertThat(stage.scheduler.heard(SchedulerMessage.Goodbye.class)).isEmpty();
      stage.accept("t-1.1", 1, 2);
      done.receiveMessage();
      assertThat(stage.scheduler.all().getLast())
          .isEqualTo(new SchedulerMessage.Goodbye("box", INCARNATION));
      assertThat(stage.trainer().assignments).hasSize(1);
      assertThat(folder).isEmptyDirectory();
      until(() -> assertThat(stage.trainer().closed).isTrue());
    }
  }

  @Test
  void close_whileNobodyAnswers_saysGoodbyeAfterAWhileAndKeepsTheSpool() {
    try (Stage stage = new Stage(folder)) {
      stage.welcome();
      stage.train("t-1.1", 1);
      TestProbe<Done> done = stage.closes();
      stage.untilDelivered("t-1.1", 1L);
      stage.pass(1);
      done.expectNoMessage();
      stage.time.timePasses(java.time.Duration.ofSeconds(1));
      done.receiveMessage();
      assertThat(stage.spool.backlog()).hasSize(1);
    }
  }

  @Test
  void close_whileTheSchedulerHasLostIt_registersToDeliverAndSaysThatItLeaves() {
    try (Stage stage = new Stage(folder)) {
      stage.welcome();
      stage.train("t-1.1", 1);
      stage.scheduler.say(new WorkerMessage.HelloAgain(5, INCARNATION, "log-a"));
      until(() -> assertThat(stage.registered).isFalse());
      TestProbe<Done> done = stage.closes();
      until(() -> assertThat(stage.spool.backlog()).hasSize(1));
      stage.scheduler.forget();
      stage.scheduler.say(new WorkerMessage.HelloAgain(5, INCARNATION, "log-a"));
      until(() -> assertThat(stage.scheduler.heard(SchedulerMessage.Hello.class)).hasSize(1));
      assertThat(stage.scheduler.delivered("t-1.1")).isEmpty();
      stage.scheduler.say(new WorkerMessage.Welcome(5, INCARNATION, "log-a", List.of()));
      stage.untilDelivered("t-1.1", 1L);
      assertThat(stage.scheduler.heard(SchedulerMessage.Leaving.class)).hasSize(1);
      assertThat(stage.registered).isFalse();
      stage.accept("t-1.1", 1, 1);
      done.receiveMessage();
    }
  }
}
