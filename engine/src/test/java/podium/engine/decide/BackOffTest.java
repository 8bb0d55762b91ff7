package podium.engine.decide;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import podium.engine.Given;
import podium.protocol.event.DecisionSettings;
import podium.protocol.event.Event;
import podium.protocol.id.TrialId;
import podium.protocol.report.Outcome;

/** A trial that failed by its own fault waits before it is tried again, and blocks nobody. */
final class BackOffTest {
  private final Given given = new Given();

  private static Duration wait(String trial, int attempt, int failures) {
    return BackOff.after(DecisionSettings.DEFAULT, new TrialId(trial), attempt, failures);
  }

  private void fail(String trial, int attempt) {
    given.report("w", "i", Given.ended(trial, attempt, 1, Outcome.FAILED_CODE));
  }

  private Duration waitOf(Event.TrialRequeued requeued) {
    Instant at = given.times.get(given.events.indexOf(requeued));
    return Duration.between(at, requeued.notBefore().orElseThrow());
  }

  @Test
  void after_eachFailure_doublesWithinAQuarterAndStaysBounded() {
    for (int failures = 1; failures <= 8; failures++) {
      long exact = 2000L << (failures - 1);
      assertThat(wait("mine-1.1", failures, failures).toMillis())
          .isBetween(exact * 3 / 4, exact * 5 / 4);
    }
    assertThat(wait("mine-1.1", 60, 60))
        .isBetween(Duration.ofSeconds(450), Duration.ofSeconds(750));
  }

  @Test
  void after_trialsThatFailedTogether_comeBackSpreadAndAlwaysAtTheSameTime() {
    Stream<Duration> waits = IntStream.rangeClosed(1, 100).mapToObj(i -> wait("mine-1." + i, 1, 1));
    assertThat(waits.distinct().count()).isGreaterThan(80);
    assertThat(wait("mine-1.7", 2, 1)).isEqualTo(wait("mine-1.7", 2, 1));
    assertThat(wait("mine-1.7", 2, 1)).isNotEqualTo(wait("mine-1.7", 3, 1));
  }

  @Test
  void requeued_afterAFailure_notPlacedBeforeItsTimeAndTheNextTrialPasses() {
    given.submit(Given.spec("mine", 9, "resnet18"));
    given.submit(Given.spec("other", 0, "resnet18", "vgg16"));
    given.worker("w", "i", "cpu:0");
    fail("mine-1.1", 1);
    Event.TrialRequeued requeued = given.last(Event.TrialRequeued.class);
    assertThat(requeued.reason().told())
        .startsWith("FAILED_CODE: message; failure 1 of 3, tried again in");
    assertThat(given.last(Event.TrialPlaced.class).trial()).isEqualTo(new TrialId("other-1.1"));

    given.after(waitOf(requeued).minusMillis(1));
    given.report("w", "i", Given.ended("other-1.1", 1, 1, Outcome.SUCCEEDED));
    assertThat(given.last(Event.TrialPlaced.class).trial()).isEqualTo(new TrialId("other-1.2"));
    given.after(Duration.ofMillis(1));
    given.report("w", "i", Given.ended("other-1.2", 1, 1, Outcome.SUCCEEDED));
    assertThat(given.last(Event.TrialPlaced.class).trial()).isEqualTo(new TrialId("mine-1.1"));
    assertThat(given.last(Event.TrialPlaced.class).attempt()).isEqualTo(2);
  }

  @Test
  void time_goingOnAlone_placesWhatHadToWait() {
    given.submit(Given.spec("mine", 0, "resnet18"));
    given.worker("w", "i", "cpu:0");
    fail("mine-1.1", 1);
    Duration first = waitOf(given.last(Event.TrialRequeued.class));
    given.after(first.minusMillis(1));
    assertThat(given.all(Event.TrialPlaced.class)).hasSize(1);
    given.after(Duration.ofMillis(1));
    assertThat(given.all(Event.TrialPlaced.class)).hasSize(2);
    fail("mine-1.1", 2);
    assertThat(waitOf(given.last(Event.TrialRequeued.class))).isGreaterThan(first);
  }

  @Test
  void cancel_whileItWaits_endsAtOnce() {
    given.submit(Given.spec("mine", 0, "resnet18"));
    given.worker("w", "i", "cpu:0");
    fail("mine-1.1", 1);
    given.cancel("mine");
    assertThat(given.all(Event.TrialEnded.class)).hasSize(1);
    given.after(Duration.ofHours(1));
    assertThat(given.all(Event.TrialPlaced.class)).hasSize(1);
  }
}
