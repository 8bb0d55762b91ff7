package podium.engine.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import podium.engine.Given;
import podium.engine.Seeds;
import podium.engine.Walk;
import podium.engine.log.LogCursor;
import podium.engine.log.Reading;
import podium.protocol.event.Event;
import podium.protocol.event.Reason;
import podium.protocol.event.TrialStatus;
import podium.protocol.id.ExperimentId;
import podium.protocol.id.TrialId;
import podium.protocol.report.Outcome;

/** Logs in which nothing is to be found. */
final class LegalLogsTest {
  private static final int STEPS = 200;

  @Test
  void anyWalk_ofHonestWorkers_hasNoViolation() {
    List<Event> seen = new ArrayList<>();
    Seeds.upTo(
        500,
        random -> {
          Given given = new Given();
          given.fold(
              Honest.term(1 + random.nextInt(4), 1 + random.nextInt(6), 1 + random.nextInt(4)));
          Honest honest = new Honest(given);
          for (int i = 0; i < STEPS; i++) {
            honest.step(random);
          }
          assertThat(Ledger.of(given).violations()).isEmpty();
          seen.addAll(given.events);
        });
    // why: a walk that never comes to a fact says nothing of it
    assertThat(seen.stream().filter(Event.StopOrdered.class::isInstance).map(LegalLogsTest::why))
        .contains(Outcome.TIMEOUT, Outcome.HUNG, Outcome.PREEMPTED, Outcome.STOPPED);
    assertThat(seen.stream().filter(LegalLogsTest::untold).map(LegalLogsTest::why))
        .contains(
            Outcome.LOST_WORKER,
            Outcome.NOT_BEGUN,
            Outcome.HUNG,
            Outcome.TIMEOUT,
            Outcome.CANCELLED,
            Outcome.PREEMPTED,
            Outcome.STOPPED,
            Outcome.FAILED_CODE);
    assertThat(seen.stream().flatMap(LegalLogsTest::ruled).distinct())
        .containsExactlyInAnyOrder(
            Reason.AtRung.class,
            Reason.Promoted.class,
            Reason.BestLeft.class,
            Reason.BelowMedian.class,
            Reason.NotPromoted.class);
    assertThat(seen.stream().map(Event::type).distinct())
        .containsAll(
            java.util.Arrays.stream(Event.class.getPermittedSubclasses())
                .map(Class::getSimpleName)
                .filter(type -> !type.equals("ReignBegun"))
                .toList());
  }

  /** What a rule of stopping decided. */
  private static Stream<Class<?>> ruled(Event event) {
    return switch (event) {
      case Event.TrialPaused paused when paused.reason() instanceof Reason.AtRung ->
          Stream.of(paused.reason().getClass());
      case Event.TrialPromoted promoted -> Stream.of(promoted.reason().getClass());
      case Event.TrialEnded ended when ended.status() == TrialStatus.STOPPED ->
          Stream.of(ended.reason().getClass());
      default -> Stream.of();
    };
  }

  private static boolean untold(Event event) {
    return event instanceof Event.AttemptEnded ended && ended.sequence() == 0;
  }

  private static Outcome why(Event event) {
    return switch (event) {
      case Event.StopOrdered ordered -> ordered.why();
      case Event.AttemptEnded ended -> ended.outcome();
      default -> throw new IllegalArgumentException(event.type());
    };
  }

  @Test
  void anyWalk_ofWorkersThatLie_showsTheirLiesOnly() {
    Set<Invariant> lies =
        EnumSet.of(
            Invariant.NEVER_AFRESH_WITH_A_CHECKPOINT,
            Invariant.SUCCEEDED_AFTER_ALL_EPOCHS,
            Invariant.CANCELLED_IF_ASKED);
    Seeds.upTo(
        300,
        random ->
            assertThat(Ledger.of(Walk.of(random)).violations())
                .filteredOn(it -> !lies.contains(it.invariant()))
                .isEmpty());
  }

  @Test
  void recordedLog_ofTheFirstFormat_hasNoViolation() throws IOException {
    LogCursor cursor = new LogCursor();
    Auditor auditor = new Auditor();
    List<Violation> violations = new ArrayList<>();
    long offset = 0;
    for (String line : recorded()) {
      Reading reading = cursor.read(offset++, line.getBytes(StandardCharsets.UTF_8));
      violations.addAll(auditor.take(reading));
    }
    assertThat(violations).isEmpty();
    assertThat(auditor.entries()).isEqualTo(offset);
    assertThat(auditor.voided()).isZero();
  }

  private static List<String> recorded() throws IOException {
    try (InputStream in = LegalLogsTest.class.getResourceAsStream("/golden/log-format1.jsonl.gz");
        GZIPInputStream unpacked = new GZIPInputStream(in)) {
      return new String(unpacked.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  @Test
  void cancelOfThousands_isNotLateWhileTheirEndsAreWritten() {
    Plot plot = new Plot();
    plot.begin();
    Given given = plot.given;
    given.submit(Given.seeds("big", 3_000));
    List<TrialId> all = given.state.experiment(new ExperimentId("big-1")).orElseThrow().trials();
    Event cancel = new Event.CancelAccepted(Plot.source(30), Optional.empty(), "big", all);
    assertThat(plot.legal().add(cancel).add(Plot.LATER, Plot.rejected(31)).violations())
        .hasSize(3_000)
        .allSatisfy(it -> assertThat(it.invariant()).isEqualTo(Invariant.DUE_WAS_DONE));
    Ledger ledger = plot.legal().add(cancel);
    for (int i = 0; i < all.size(); i++) {
      ledger.add(
          Duration.ofNanos(500_000),
          new Event.TrialEnded(all.get(i), TrialStatus.CANCELLED, new Reason.Cancelled()));
      if (i % 1_000 == 999) {
        ledger.add(Plot.rejected(31 + i));
      }
    }
    assertThat(ledger.violations()).isEmpty();
  }
}
