package podium.scheduler.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import podium.protocol.event.Entry;
import podium.protocol.event.Event;
import podium.protocol.event.Policy;
import podium.protocol.report.Outcome;
import podium.protocol.report.Report;

/** What is lost to broken infrastructure, and the name of the log. */
final class InfrastructureLossTest {
  private final Given given = new Given();

  @Test
  void ended_brokenInfrastructure_waitsLongerEachTimeAndNeverCostsTheBudgetOfCode() {
    given.submit(Given.spec("mine", 0, "resnet18"));
    given.worker("w", "i", "cpu:0");
    Duration before = Duration.ZERO;
    for (int attempt = 1; attempt <= 7; attempt++) {
      given.report("w", "i", Given.started("mine-1.1", attempt));
      given.report("w", "i", Given.epoch("mine-1.1", attempt, 2, attempt));
      given.report(
          "w",
          "i",
          new Report.Ended("mine-1.1", attempt, 3, Outcome.FAILED_INFRASTRUCTURE, "disk full"));
      Event.TrialRequeued again = given.last(Event.TrialRequeued.class);
      assertThat(again.reason())
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
    assertThat(given.state.snapshot().trials())
        .hasEntrySatisfying(
            "mine-1.1",
            trial -> {
              assertThat(trial.codeFailures()).isZero();
              assertThat(trial.losses()).isEqualTo(7);
            });
  }

  @Test
  void ended_brokenInfrastructureTenTimesWithoutAnEpoch_fails() {
    given.submit(Given.spec("mine", 0, "resnet18"));
    given.worker("w", "i", "cpu:0");
    for (int attempt = 1; attempt <= 10; attempt++) {
      given.report("w", "i", Given.ended("mine-1.1", attempt, 1, Outcome.FAILED_INFRASTRUCTURE));
      given.after(Duration.ofMinutes(15));
    }
    assertThat(given.last(Event.TrialEnded.class).reason())
        .isEqualTo("no new epoch in 10 attempts, the last: FAILED_INFRASTRUCTURE: message");
  }

  @Test
  void log_isNamedByItsFirstSchedulerForGood() {
    SchedulerState state = new SchedulerState();
    assertThat(state.log()).isEmpty();
    Instant time = Instant.parse("2026-11-24T00:00:00Z");
    for (String incarnation : List.of("first", "second")) {
      Folder.apply(
          state,
          new Entry(
              Entry.VERSION,
              1,
              incarnation,
              0,
              time,
              new Event.SchedulerStarted(Policy.DEFAULT, "topic")));
      assertThat(state.log()).isEqualTo("first");
    }
  }
}
