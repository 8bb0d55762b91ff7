package podium.workers.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static podium.workers.actor.Stage.until;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import podium.protocol.experiment.Limits;
import podium.protocol.id.TrialId;
import podium.protocol.message.SchedulerMessage;
import podium.protocol.report.Outcome;
import podium.protocol.report.Progress;
import podium.protocol.report.Report;
import podium.workers.domain.TrainerEvent;

final class SlotActorTest {
  @TempDir private Path folder;

  private static Report.Ended end(Stage stage, String trial) {
    until(() -> assertThat(stage.scheduler.delivered(trial)).isNotEmpty());
    until(() -> assertThat(stage.lastReport(trial)).isInstanceOf(Report.Ended.class));
    return (Report.Ended) stage.lastReport(trial);
  }

  @Test
  void stop_ofTheAttemptInTraining_endsItWithThatOutcome() {
    try (Stage stage = new Stage(folder)) {
      stage.welcome();
      stage.train("t-1.1", 1);
      stage.trainer().begins();
      stage.untilDelivered("t-1.1", 1L);
      stage.stop("t-1.1", 1, Outcome.CANCELLED);
      assertThatEnd(stage, Outcome.CANCELLED);
      stage.train("u-1.1", 1);
      assertThat(stage.trainer().stops).containsExactly(Outcome.CANCELLED);
    }
  }

  private static void assertThatEnd(Stage stage, Outcome outcome) {
    until(() -> assertThat(stage.scheduler.delivered("t-1.1")).isNotEmpty());
    assertThat(end(stage, "t-1.1").outcome()).isEqualTo(outcome);
  }

  @Test
  void trainer_thatFails_endsTheAttemptAsFailedCode() {
    try (Stage stage = new Stage(folder)) {
      stage.welcome();
      stage.train("t-1.1", 1);
      stage.trainer().crashes();
      assertThatEnd(stage, Outcome.FAILED_CODE);
      assertThat(end(stage, "t-1.1").message()).contains("the process died");
      stage.train("u-1.1", 1);
    }
  }

  @Test
  void trainer_thatReturnsWithoutAnEnd_endsTheAttemptAsFailedCode() {
    try (Stage stage = new Stage(folder)) {
      stage.welcome();
      stage.train("t-1.1", 1);
      stage.trainer().returnsSilently();
      assertThatEnd(stage, Outcome.FAILED_CODE);
    }
  }

  @Test
  void trainer_thatDoesNotStop_isClosedAndReplaced() {
    try (Stage stage = new Stage(folder)) {
      stage.welcome();
      stage.train("t-1.1", 1);
      stage.trainer().deafToStop = true;
      stage.stop("t-1.1", 1, Outcome.TIMEOUT);
      until(() -> assertThat(stage.trainer().stops).isNotEmpty());
      stage.pass(19);
      assertThat(stage.trainer().closed).isFalse();
      stage.pass(1);
      assertThatEnd(stage, Outcome.TIMEOUT);
      until(() -> assertThat(stage.trainers).hasSize(2));
      assertThat(stage.trainers.getFirst().closed).isTrue();
      stage.train("u-1.1", 1);
      assertThat(stage.trainer().assignments).hasSize(1);
    }
  }

  @Test
  void train_whileAnotherIsTrained_stopsThatFirstAndComesNext() {
    try (Stage stage = new Stage(folder)) {
      stage.welcome();
      stage.train("t-1.1", 1);
      stage.train("u-1.1", 1);
      assertThat(stage.trainer().stops).containsExactly(Outcome.PREEMPTED);
      assertThat(stage.trainer().assignments)
          .extracting(assignment -> assignment.trial())
          .containsExactly(new TrialId("t-1.1"), new TrialId("u-1.1"));
    }
  }

  @Test
  void stop_ofAnAttemptInWaiting_tellsItsEndAndItIsNeverTrained() {
    try (Stage stage = new Stage(folder)) {
      stage.welcome();
      stage.train("t-1.1", 1);
      stage.trainer().deafToStop = true;
      stage.order("u-1.1", 1);
      until(() -> assertThat(stage.trainer().stops).isNotEmpty());
      stage.stop("u-1.1", 1, Outcome.CANCELLED);
      stage.untilDelivered("u-1.1", 1L);
      assertThat(end(stage, "u-1.1").outcome()).isEqualTo(Outcome.CANCELLED);
      stage.trainer().ends(Outcome.PREEMPTED);
      stage.train("v-1.1", 1);
      assertThat(stage.trainer().assignments)
          .extracting(assignment -> assignment.trial())
          .containsExactly(new TrialId("t-1.1"), new TrialId("v-1.1"));
    }
  }

  @Test
  void epoch_whenTheSpoolIsFull_holdsTheTrainerUntilThereIsRoom() {
    try (Stage stage = new Stage(folder, 700)) {
      stage.welcome();
      stage.train("t-1.1", 1);
      stage.trainer().begins();
      stage.trainer().completes(1);
      stage.untilDelivered("t-1.1", 1L);
      until(() -> assertThat(told(stage)).hasSize(1));
      assertThat(told(stage).getFirst().doing())
          .isEqualTo("waits for the scheduler to take the reports that fill " + folder);
      stage.nanos.addAndGet(Duration.ofSeconds(1).toNanos());
      until(() -> assertThat(told(stage)).as("told again and again").hasSize(2));
      stage.pass(2);
      stage.untilDelivered("t-1.1", 1L, 1L);
      stage.accept("t-1.1", 1, 1);
      stage.untilDelivered("t-1.1", 1L, 1L, 2L);
    }
  }

  private static List<Progress> told(Stage stage) {
    return stage.scheduler.heard(SchedulerMessage.Tell.class).stream()
        .map(SchedulerMessage.Tell::progress)
        .toList();
  }

  @Test
  void stop_whileTheSpoolIsFull_letsTheTrainerEnd() {
    try (Stage stage = new Stage(folder, 700)) {
      stage.welcome();
      stage.train("t-1.1", 1);
      stage.trainer().begins();
      stage.trainer().completes(1);
      stage.untilDelivered("t-1.1", 1L);
      stage.stop("t-1.1", 1, Outcome.CANCELLED);
      stage.untilDelivered("t-1.1", 1L, 2L, 3L);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"PREEMPTED", "TIMEOUT", "CANCELLED"})
  void trainer_thatDiesUnderAStop_endsAsTheStopSaysWhateverItDiedOf(Outcome why) {
    for (Outcome diedOf : Outcome.values()) {
      try (Stage stage = new Stage(folder.resolve(diedOf.name()))) {
        stage.welcome();
        stage.train("t-1.1", 1);
        stage.trainer().deafToStop = true;
        stage.stop("t-1.1", 1, why);
        until(() -> assertThat(stage.trainer().stops).isNotEmpty());
        stage.trainer().ends(diedOf);
        Report.Ended end = end(stage, "t-1.1");
        assertThat(end.outcome()).isEqualTo(diedOf == Outcome.SUCCEEDED ? diedOf : why);
        assertThat(end.hopeless()).isFalse();
      }
    }
  }

  @Test
  void trainer_killedForNotStopping_endsAsTheStopSaysAndSaysSo() {
    try (Stage stage = new Stage(folder)) {
      stage.welcome();
      stage.train("t-1.1", 1);
      ScriptedTrainer slow = stage.trainer();
      slow.deafToStop = true;
      slow.endsOnClose = Outcome.FAILED_CODE;
      stage.stop("t-1.1", 1, Outcome.PREEMPTED);
      until(() -> assertThat(slow.stops).isNotEmpty());
      stage.pass(20);
      assertThat(end(stage, "t-1.1").outcome()).isEqualTo(Outcome.PREEMPTED);
      assertThat(end(stage, "t-1.1").message())
          .isEqualTo("stopped; its trainer did not within 20 s and was killed");
    }
  }

  @Test
  void trainer_thatDoesNotEndAtItsLimitButStopsWhenTold_endsAsTimeout() {
    try (Stage stage = new Stage(folder)) {
      stage.welcome();
      stage.train("t-1.1", 1, new Limits(0, 0, 10));
      stage.trainer().begins();
      stage.untilDelivered("t-1.1", 1L);
      stage.passBoth(30);
      assertThat(stage.trainer().stops).as("its own end comes first, for a while").isEmpty();
      stage.passBoth(1);
      assertThat(end(stage, "t-1.1").outcome()).isEqualTo(Outcome.TIMEOUT);
      assertThat(end(stage, "t-1.1").message()).startsWith("an epoch went past its limit of 10 s");
      assertThat(stage.trainers).hasSize(1);
    }
  }

  @Test
  void limits_thatPeopleChange_areTheTrainersAndTheWatchsAtOnce() {
    try (Stage stage = new Stage(folder)) {
      stage.welcome();
      stage.train("t-1.1", 1, Limits.NONE);
      ScriptedTrainer trainer = stage.trainer();
      trainer.begins();
      stage.untilDelivered("t-1.1", 1L);
      Limits ten = new Limits(0, 0, 10);
      stage.limit("t-1.1", 1, ten);
      stage.limit("t-1.1", 2, Limits.NONE);
      until(() -> assertThat(trainer.limits).containsExactly(ten));
      stage.passBoth(25);
      Limits thirty = new Limits(0, 0, 30);
      stage.limit("t-1.1", 1, thirty);
      until(() -> assertThat(trainer.limits).containsExactly(ten, thirty));
      stage.passBoth(25);
      assertThat(trainer.stops).as("30 s, and 20 more to end by itself").isEmpty();
      stage.passBoth(1);
      assertThat(end(stage, "t-1.1").message()).startsWith("an epoch went past its limit of 30 s");
    }
  }

  @Test
  void limits_ofAnAttemptThatWaitsForItsTrainer_areThoseItBeginsWith() {
    try (Stage stage = new Stage(folder)) {
      stage.welcome();
      stage.train("t-1.1", 1);
      ScriptedTrainer trainer = stage.trainer();
      trainer.deafToStop = true;
      stage.order("t-1.2", 1);
      until(() -> assertThat(trainer.stops).isNotEmpty());
      Limits hour = new Limits(0, 3600, 0);
      stage.limit("t-1.2", 1, hour);
      stage.settle();
      trainer.ends(Outcome.PREEMPTED);
      until(() -> assertThat(trainer.assignments).hasSize(2));
      assertThat(trainer.assignments.getLast().spec().limits().wallSeconds()).isEqualTo(3600);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"never", "before the last epoch is told", "after it"})
  void trainer_thatHearsNothingPastItsLimit_isTooSlowIfItMovedAndHungIfNot(String moves) {
    try (Stage stage = new Stage(folder)) {
      stage.welcome();
      stage.train("t-1.1", 1, new Limits(0, 0, 10));
      ScriptedTrainer deaf = stage.trainer();
      deaf.deafToStop = true;
      deaf.begins();
      deaf.tells(new TrainerEvent.Progress(1, 1, 100, 500));
      if (moves.startsWith("before")) {
        deaf.tells(new TrainerEvent.Progress(2, 1, 100, 500));
      }
      deaf.completes(1);
      if (moves.startsWith("after")) {
        deaf.tells(new TrainerEvent.Progress(2, 1, 100, 500));
      }
      stage.untilDelivered("t-1.1", 1L, 2L);
      stage.accept("t-1.1", 1, 2);
      stage.passBoth(31);
      until(() -> assertThat(deaf.stops).containsExactly(Outcome.TIMEOUT));
      stage.passBoth(20);
      assertThat(end(stage, "t-1.1").outcome())
          .isEqualTo(moves.equals("never") ? Outcome.HUNG : Outcome.TIMEOUT);
      assertThat(end(stage, "t-1.1").message())
          .isEqualTo(
              "an epoch went past its limit of 10 s; stopped; its trainer did not within 20 s and"
                  + " was killed");
      until(() -> assertThat(stage.trainers).hasSize(2));
      stage.train("u-1.1", 1);
      stage.passBoth(40);
      assertThat(stage.trainer().stops).as("the next attempt has no limit").isEmpty();
    }
  }

  @Test
  void preparing_isToldAsProgressBeforeTraining() {
    try (Stage stage = new Stage(folder)) {
      stage.welcome();
      stage.train("t-1.1", 1);
      stage.trainer().tells(new TrainerEvent.Preparing("decoding", 12_300, 25_000));
      stage.trainer().tells(new TrainerEvent.Preparing("decoding", 12_301, 25_000));
      until(() -> assertThat(stage.scheduler.heard(SchedulerMessage.Tell.class)).hasSize(1));
      stage.trainer().begins();
      stage.untilDelivered("t-1.1", 1L);
      stage.nanos.addAndGet(Duration.ofMillis(500).toNanos());
      stage.trainer().tells(new TrainerEvent.Progress(1, 1, 100, 500));
      until(() -> assertThat(stage.scheduler.heard(SchedulerMessage.Tell.class)).hasSize(2));
      Progress told =
          stage.scheduler.heard(SchedulerMessage.Tell.class).stream()
              .map(SchedulerMessage.Tell::progress)
              .findFirst()
              .orElseThrow();
      assertThat(told)
          .extracting(Progress::doing, Progress::step, Progress::steps, Progress::epoch)
          .containsExactly("decoding", 12_300, 25_000, 0);
    }
  }

  @Test
  void progress_isThrottledAndNeverSpooled() {
    try (Stage stage = new Stage(folder)) {
      stage.welcome();
      stage.train("t-1.1", 1);
      stage.trainer().tells(new TrainerEvent.Progress(1, 1, 100, 500));
      stage.trainer().tells(new TrainerEvent.Progress(1, 2, 100, 500));
      until(() -> assertThat(stage.scheduler.heard(SchedulerMessage.Tell.class)).hasSize(1));
      stage.trainer().begins();
      stage.untilDelivered("t-1.1", 1L);
      stage.nanos.addAndGet(Duration.ofMillis(500).toNanos());
      stage.trainer().tells(new TrainerEvent.Progress(1, 9, 100, 500));
      until(() -> assertThat(stage.scheduler.heard(SchedulerMessage.Tell.class)).hasSize(2));
      assertThat(stage.scheduler.heard(SchedulerMessage.Tell.class))
          .extracting(tell -> tell.progress().step())
          .containsExactly(1, 9);
      assertThat(stage.spool.backlog()).singleElement().matches(left -> left.last() == 1);
    }
  }
}
