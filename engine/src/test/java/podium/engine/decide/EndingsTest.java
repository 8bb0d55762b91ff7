package podium.engine.decide;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import podium.engine.Given;
import podium.engine.state.Trial;
import podium.protocol.event.Deadlines;
import podium.protocol.event.Event;
import podium.protocol.event.TrialStatus;
import podium.protocol.id.TrialId;
import podium.protocol.report.Outcome;
import podium.protocol.report.Report;

/** What an attempt's end costs its trial, and whether it goes on. */
final class EndingsTest {
  private final Given given = new Given();

  @Test
  void ended_byCode_threeTimes_fails() {
    given.submit(Given.spec("mine", 0, "resnet18"));
    given.worker("w", "i", "cpu:0");
    for (int attempt = 1; attempt <= 3; attempt++) {
      given.report("w", "i", Given.ended("mine-1.1", attempt, 1, Outcome.FAILED_CODE));
      given.after(Duration.ofMinutes(1));
    }
    assertThat(given.last(Event.TrialEnded.class).status()).isEqualTo(TrialStatus.FAILED);
    assertThat(given.all(Event.TrialPlaced.class)).hasSize(3);
  }

  @Test
  void ended_diverged_failsAtOnce() {
    given.submit(Given.spec("mine", 0, "resnet18"));
    given.worker("w", "i", "cpu:0");
    given.report("w", "i", Given.ended("mine-1.1", 1, 1, Outcome.DIVERGED));
    assertThat(given.last(Event.TrialEnded.class).reason().told()).contains("DIVERGED");
  }

  @Test
  void ended_lostWorkers_haveTheirOwnBudget() {
    given.submit(Given.spec("mine", 0, "resnet18"));
    for (int i = 0; i < 20; i++) {
      given.worker("w", "i" + i, "cpu:0");
      given.report("w", "i" + i, Given.resumed("mine-1.1", i + 1, i));
      given.report("w", "i" + i, Given.epoch("mine-1.1", i + 1, 2, i + 1));
      given.when(new Command.Silence("w", "i" + i, Duration.ofSeconds(9)));
      given.after(Deadlines.DEFAULT.readoptWithin());
    }
    assertThat(given.last(Event.TrialEnded.class).reason().told())
        .isEqualTo("LOST_WORKER: its worker is gone");
    assertThat(given.all(Event.TrialPlaced.class)).hasSize(20);
  }

  @Test
  void ended_trainerKilledUnderALivingWorker_costsInfrastructureAndGoesOnFromItsCheckpoint() {
    given.submit(Given.spec("mine", 0, "resnet18"));
    given.worker("w", "i", "cpu:0");
    for (int attempt = 1; attempt <= 5; attempt++) {
      given.report("w", "i", Given.resumed("mine-1.1", attempt, attempt - 1));
      given.report("w", "i", Given.epoch("mine-1.1", attempt, 2, attempt));
      given.report(
          "w",
          "i",
          new Report.Ended(
              new TrialId("mine-1.1"),
              attempt,
              3,
              Outcome.LOST_WORKER,
              "the trainer process was killed"));
    }

    assertThat(given.all(Event.TrialEnded.class)).as("more than 3 failures of code").isEmpty();
    assertThat(given.last(Event.TrialRequeued.class).reason().told())
        .isEqualTo("LOST_WORKER: the trainer process was killed");
    assertThat(given.last(Event.TrialPlaced.class))
        .satisfies(
            placed -> {
              assertThat(placed.attempt()).isEqualTo(6);
              assertThat(placed.lead().worker()).as("the worker is still there").isEqualTo("w");
              assertThat(placed.checkpoints().getFirst().epoch()).isEqualTo(5);
            });
    assertThat(given.all(Event.WorkerLost.class)).isEmpty();
  }

  @Test
  void ended_brokenInfrastructure_waitsLongerEachTimeAndNeverCostsTheBudgetOfCode() {
    given.submit(Given.spec("mine", 0, "resnet18"));
    given.worker("w", "i", "cpu:0");
    Duration before = Duration.ZERO;
    for (int attempt = 1; attempt <= 7; attempt++) {
      given.report("w", "i", Given.resumed("mine-1.1", attempt, attempt - 1));
      given.report("w", "i", Given.epoch("mine-1.1", attempt, 2, attempt));
      given.report(
          "w",
          "i",
          new Report.Ended(
              new TrialId("mine-1.1"), attempt, 3, Outcome.FAILED_INFRASTRUCTURE, "disk full"));
      Event.TrialRequeued again = given.last(Event.TrialRequeued.class);
      assertThat(again.reason().told())
          .matches(
              "FAILED_INFRASTRUCTURE: disk full; loss %d of 20, tried again in [\\d.,]+ s"
                  .formatted(attempt));
      Duration wait = Duration.between(given.now(), again.notBefore().orElseThrow());
      assertThat(wait).isGreaterThan(before);
      assertThat(given.all(Event.TrialPlaced.class)).as("not at once").hasSize(attempt);
      before = wait;
      given.after(wait);
      assertThat(given.all(Event.TrialPlaced.class)).hasSize(attempt + 1);
    }
    assertThat(before).isGreaterThan(Duration.ofMinutes(1));
    Trial trial = given.state.trial(new TrialId("mine-1.1")).orElseThrow();
    assertThat(trial.codeFailures()).isZero();
    assertThat(trial.losses()).isEqualTo(7);
  }

  @Test
  void ended_brokenInfrastructureTenTimesWithoutAnEpoch_fails() {
    given.submit(Given.spec("mine", 0, "resnet18"));
    given.worker("w", "i", "cpu:0");
    for (int attempt = 1; attempt <= 10; attempt++) {
      given.report("w", "i", Given.ended("mine-1.1", attempt, 1, Outcome.FAILED_INFRASTRUCTURE));
      given.after(Duration.ofMinutes(15));
    }
    assertThat(given.last(Event.TrialEnded.class).reason().told())
        .isEqualTo("no new epoch in 10 attempts, the last: FAILED_INFRASTRUCTURE: message");
  }

  @Test
  void ended_lostTenTimesWithoutAnEpoch_fails() {
    given.submit(Given.spec("mine", 0, "resnet18"));
    for (int i = 0; i < 12; i++) {
      given.worker("w", "i" + i, "cpu:0");
      given.when(new Command.Silence("w", "i" + i, Duration.ofSeconds(9)));
    }
    assertThat(given.last(Event.TrialEnded.class).status()).isEqualTo(TrialStatus.FAILED);
    assertThat(given.last(Event.TrialEnded.class).reason().told())
        .isEqualTo("no new epoch in 10 attempts, the last: LOST_WORKER: its worker is gone");
    assertThat(given.all(Event.TrialPlaced.class)).hasSize(10);
  }

  @Test
  void ended_hopeless_failsAtOnce() {
    given.submit(Given.spec("mine", 0, "resnet18"));
    given.worker("w", "i", "cpu:0");
    given.report(
        "w",
        "i",
        new Report.Ended(
            new TrialId("mine-1.1"), 1, 1, Outcome.FAILED_CODE, "cifar10 is not there", true));
    assertThat(given.last(Event.TrialEnded.class).status()).isEqualTo(TrialStatus.FAILED);
    assertThat(given.last(Event.TrialEnded.class).reason().told())
        .isEqualTo("FAILED_CODE: cifar10 is not there");
    assertThat(given.all(Event.TrialPlaced.class)).hasSize(1);
  }
}
