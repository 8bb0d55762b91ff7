package podium.engine.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import podium.engine.Given;
import podium.engine.state.Calibration;
import podium.protocol.event.DecisionSettings;
import podium.protocol.event.Event;
import podium.protocol.event.Forecast;
import podium.protocol.event.OwnerShare;
import podium.protocol.event.TrialEntry;
import podium.protocol.event.TrialStatus;
import podium.protocol.experiment.ExperimentSpec;
import podium.protocol.experiment.Limits;
import podium.protocol.id.ExperimentId;
import podium.protocol.id.TrialId;
import podium.protocol.request.Action;

/** What is expected is what happens, as often as is said. */
final class ForecastsTest {
  private final Workshop workshop = new Workshop(7, "cpu:0", "cpu:1");
  private final Given given = workshop.given;

  /** Both slots have trained resnet18 for a while: 20 s an epoch, and 20 s to set up. */
  private void learn() {
    workshop.submit(Duration.ZERO, Given.epochs(Given.seeds("seen", 4), 20));
    workshop.finish();
  }

  @Test
  void cost_isTheSlotsTimeOfAllEpochs_asTheyWereSeen() {
    ExperimentSpec spec = Given.epochs(Given.seeds("more", 3), 10);
    assertThat(Cost.slotMillis(given.state, spec, spec.assignments())).isEmpty();
    learn();
    long millis = Cost.slotMillis(given.state, spec, spec.assignments()).orElseThrow();
    assertThat(Duration.ofMillis(millis))
        .isBetween(Duration.ofSeconds(3 * 10 * 15), Duration.ofSeconds(3 * (10 * 25 + 40)));
  }

  @Test
  void priorities_areThoseOfTheTrialsThatWait() {
    workshop.submit(Duration.ZERO, Given.epochs(Given.seeds("e", 4), 20));
    Expected expected = Expected.of(given.state, given.now());
    assertThat(expected.priorities()).containsOnlyKeys(expected.waits().keySet());
    assertThat(expected.priorities().values()).containsOnly(0);
  }

  private Forecasts forecasts() {
    return Forecasts.of(given.state, given.now());
  }

  private Outlook outlook(String trial) {
    return forecasts().of(new TrialId(trial)).orElseThrow();
  }

  private Window end(String trial) {
    return outlook(trial).end().orElseThrow();
  }

  private Optional<Instant> likelyStart(String trial) {
    return outlook(trial).start().flatMap(Window::likely);
  }

  @Test
  void thousandTrials_fourOfFiveEndWhenExpected() {
    Workshop four = new Workshop(7, "cpu:0", "cpu:1", "cpu:2", "cpu:3");
    Random random = new Random(11);
    Map<TrialId, Forecast> expected = new HashMap<>();
    for (int trials = 0; trials < 1_000; ) {
      int seeds = 1 + random.nextInt(4);
      trials += seeds;
      four.submit(
          Duration.ofSeconds(random.nextInt(240)),
          Given.epochs(Given.seeds("e", seeds), 2 + random.nextInt(10)));
      Forecasts now = Forecasts.of(four.given.state, four.given.now());
      four.given.last(Event.ExperimentAccepted.class).trials().stream()
          .map(TrialEntry::trial)
          .forEach(
              trial ->
                  now.of(trial)
                      .flatMap(Outlook::end)
                      .flatMap(Window::whole)
                      .ifPresent(it -> expected.put(trial, it)));
    }
    four.finish();

    long held =
        expected.entrySet().stream()
            .filter(it -> it.getValue().holds(four.ended(it.getKey()).orElseThrow()))
            .count();
    assertThat(expected).hasSizeGreaterThan(980);
    assertThat((double) held / expected.size()).isBetween(0.76, 0.84);
    Calibration.Tally tally = four.given.state.calibration().tally();
    assertThat(tally.judged()).isGreaterThan(350);
    assertThat(tally.share().orElseThrow()).isBetween(0.76, 0.84);
  }

  @Test
  void experiment_ofWhatWasSeen_isAcceptedWithItsForecast() {
    learn();
    workshop.submit(Duration.ZERO, Given.epochs(Given.seeds("e", 4), 10));
    Forecast forecast = given.last(Event.ExperimentAccepted.class).forecast().orElseThrow();
    // two trials of some 20 + 10 * 20 s one after the other on each slot
    Duration likely = Duration.between(given.now(), forecast.likely());
    assertThat(likely).isBetween(Duration.ofSeconds(380), Duration.ofSeconds(560));
    assertThat(Duration.between(forecast.earliest(), forecast.latest()))
        .isBetween(Duration.ofSeconds(10), Duration.ofSeconds(300));
    assertThat(given.state.calibration().of(new ExperimentId("e-1"))).contains(forecast);
  }

  @Test
  void model_neverSeen_isSaidToBeUnknown_andWhatIsBehindIt_hasNoLatest() {
    learn();
    workshop.submit(Duration.ZERO, Given.spec("new", 0, "vgg16", "mobilenet_v2"));
    assertThat(given.last(Event.ExperimentAccepted.class).forecast()).isEmpty();
    workshop.submit(Duration.ZERO, Given.spec("behind", 0, "resnet18"));
    assertThat(outlook("new-1.1").unknown()).contains(Outlook.Unknown.NEVER_SEEN);
    assertThat(outlook("new-1.1").end()).isEmpty();
    assertThat(outlook("behind-1.1").unknown()).contains(Outlook.Unknown.BEHIND);
    assertThat(end("behind-1.1").latest()).isEmpty();
    assertThat(end("behind-1.1").earliest()).isAfter(given.now());
  }

  @Test
  void otherSizesOfAModel_haveAWideInterval() {
    learn();
    workshop.submit(Duration.ZERO, Given.epochs(Given.seeds("same", 1), 10));
    workshop.submit(Duration.ZERO, Given.batch(Given.epochs(Given.seeds("other", 1), 10), 17));
    assertThat(wide("other-1.1")).isGreaterThan(wide("same-1.1").multipliedBy(5));
    assertThat(end("other-1.1").latest()).isPresent();
  }

  private Duration wide(String trial) {
    Window end = end(trial);
    return Duration.between(end.earliest(), end.latest().orElseThrow());
  }

  @Test
  void waiting_startsInTheRulesOrder_withinLimits() {
    given.reign(DecisionSettings.DEFAULT.withOwners(Map.of("ada", new OwnerShare(1, 1))));
    learn();
    workshop.submit(Duration.ZERO, Given.epochs(Given.seeds("a", 2), 20));
    workshop.submit(Duration.ZERO, Given.epochs(Given.seeds("b", 1), 10));
    workshop.submit(Duration.ZERO, Given.epochs(Given.seeds("c", 1), 10));
    given.act(new Action.Change("c-1", Optional.of(5), Optional.empty(), Optional.empty()));
    assertThat(likelyStart("a-1.1")).as("it has a slot").isEmpty();
    assertThat(likelyStart("c-1.1").orElseThrow()).isBefore(likelyStart("b-1.1").orElseThrow());

    workshop.submit(
        Duration.ZERO,
        Given.limited(Given.epochs(Given.seeds("d", 2), 10), new Limits(0, 0, 0, 1)));
    workshop.submit(Duration.ZERO, Given.owned(Given.epochs(Given.seeds("f", 2), 10), "ada"));
    for (String one : List.of("d-1", "f-1")) {
      assertThat(likelyStart(one + ".2").orElseThrow()).isAfter(end(one + ".1").earliest());
    }
  }

  @Test
  void waiting_leavesTheRoomBelowALimit_toWhoNeedsSeveralSlots() {
    DecisionSettings limited =
        DecisionSettings.DEFAULT.withOwners(Map.of("ada", new OwnerShare(2, 1)));
    Workshop four = new Workshop(7, limited, "cpu:0", "cpu:1", "cpu:2", "cpu:3");
    four.submit(Duration.ZERO, Given.together(Given.epochs(Given.seeds("seen", 2), 20), 2));
    four.submit(Duration.ZERO, Given.epochs(Given.seeds("seen", 2), 20));
    four.finish();
    for (int epochs : List.of(5, 20)) {
      four.submit(Duration.ZERO, Given.owned(Given.epochs(Given.seeds("runs", 1), epochs), "ada"));
    }
    four.submit(
        Duration.ZERO,
        Given.owned(Given.together(Given.epochs(Given.seeds("wide", 1), 5), 2), "ada"));
    four.submit(Duration.ZERO, Given.owned(Given.epochs(Given.seeds("late", 6), 5), "ada"));

    Forecasts now = Forecasts.of(four.given.state, four.given.now());
    Window wide = now.of(new TrialId("wide-1.1")).flatMap(Outlook::end).orElseThrow();
    Window late = now.of(new TrialId("late-1.1")).flatMap(Outlook::start).orElseThrow();
    assertThat(wide.likely().orElseThrow()).isBeforeOrEqualTo(late.likely().orElseThrow());
    four.finish();
    assertThat(four.ended(new TrialId("wide-1.1")).orElseThrow())
        .isBetween(wide.earliest(), wide.latest().orElseThrow());
  }

  @Test
  void shortest_isLookedAtByItsOwnRule() {
    given.reign(DecisionSettings.DEFAULT.withPlacement("shortest"));
    learn();
    workshop.submit(Duration.ZERO, Given.epochs(Given.seeds("runs", 2), 20));
    workshop.submit(Duration.ZERO, Given.epochs(Given.seeds("long", 1), 20));
    workshop.submit(Duration.ZERO, Given.epochs(Given.seeds("short", 1), 2));
    assertThat(likelyStart("short-1.1").orElseThrow())
        .isBefore(likelyStart("long-1.1").orElseThrow());
  }

  @Test
  void running_getsNearer_andPausedOnes_haveNoOutlook() {
    learn();
    workshop.submit(Duration.ZERO, Given.epochs(Given.seeds("e", 2), 10));
    Duration before = wide("e-1.1");
    workshop.submit(Duration.ofSeconds(200), Given.epochs(Given.seeds("g", 1), 10));
    assertThat(wide("e-1.1")).isLessThan(before);
    given.act(new Action.Pause("g-1", false));
    assertThat(forecasts().of(new TrialId("g-1.1"))).isEmpty();
    assertThat(forecasts().of(new ExperimentId("g-1"))).isEmpty();
    assertThat(given.state.calibration().tally().leftOut()).as("people stepped in").isEqualTo(1);
  }

  private Duration fromBeginToEnd(String trial) {
    Instant begin = likelyStart(trial).orElse(given.now());
    return Duration.between(begin, end(trial).likely().orElseThrow());
  }

  @Test
  void forks_haveLeftWhatComesAfterTheirEpoch_whetherTheyWaitOrRun() {
    learn();
    workshop.submit(Duration.ZERO, Given.epochs(Given.seeds("e", 1), 20));
    workshop.finish();
    given.act(new Action.Extend("e-1", 4));
    Forecast forecast = given.last(Event.ExperimentAccepted.class).forecast().orElseThrow();
    assertThat(Duration.between(given.now(), forecast.likely()))
        .isBetween(Duration.ofSeconds(70), Duration.ofSeconds(140));
    assertThat(given.state.trial(new TrialId("e-2.1")).orElseThrow().status())
        .isEqualTo(TrialStatus.RUNNING);
    // four epochs of 20 s, and 20 s to set up
    assertThat(fromBeginToEnd("e-2.1")).isBetween(Duration.ofSeconds(70), Duration.ofSeconds(140));

    given.submit(Given.epochs(Given.seeds("busy", 1), 20));
    given.act(new Action.Fork("e-1", Optional.empty(), Map.of("epochs", 24L)));
    assertThat(given.state.trial(new TrialId("e-3.1")).orElseThrow().status())
        .isEqualTo(TrialStatus.QUEUED);
    assertThat(fromBeginToEnd("e-3.1")).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(150));
    assertThat(fromBeginToEnd("busy-1.1")).isGreaterThan(Duration.ofSeconds(350));
  }

  @Test
  void forks_ofEarlierRules_areAcceptedWithoutForecast() {
    given.reign(DecisionSettings.DEFAULT.withRules(DecisionSettings.WITH_FORECASTS_OF_FORKS - 1));
    learn();
    workshop.submit(Duration.ZERO, Given.epochs(Given.seeds("e", 1), 20));
    assertThat(given.last(Event.ExperimentAccepted.class).forecast()).isPresent();
    workshop.finish();
    given.act(new Action.Extend("e-1", 4));
    assertThat(given.last(Event.ExperimentAccepted.class).forecast()).isEmpty();
  }

  @Test
  void noWorkerLeft_saysThatNoSlotTakesIt() {
    learn();
    workshop.submit(Duration.ZERO, Given.epochs(Given.seeds("e", 3), 10));
    given.act(new Action.Drain("w", Optional.empty()));
    assertThat(outlook("e-1.3").unknown()).contains(Outlook.Unknown.NO_SLOT);
    assertThat(end("e-1.1").latest()).isPresent();
  }

  @Test
  void sameStateAndTime_sayTheSame_alsoAfterASnapshot() {
    learn();
    workshop.submit(Duration.ZERO, Given.epochs(Given.seeds("e", 5), 10));
    Instant now = given.now();
    Forecasts restored = Forecasts.of(podium.engine.state.Memory.of(given.state).restored(), now);
    for (TrialId trial : given.state.experiment(new ExperimentId("e-1")).orElseThrow().trials()) {
      assertThat(restored.of(trial)).isEqualTo(forecasts().of(trial));
    }
  }

  @Test
  void moreThanAreLookedAt_areSaidToBeTooFarBehind() {
    learn();
    workshop.submit(Duration.ZERO, Given.epochs(Given.seeds("e", 1_100), 10));
    assertThat(given.last(Event.ExperimentAccepted.class).forecast()).isEmpty();
    assertThat(forecasts().behind()).isEqualTo(98);
    assertThat(outlook("e-1.1100").unknown()).contains(Outlook.Unknown.TOO_FAR);
    assertThat(end("e-1.1000").latest()).isPresent();
  }
}
