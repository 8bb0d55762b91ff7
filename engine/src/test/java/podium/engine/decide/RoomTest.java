package podium.engine.decide;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import podium.engine.Given;
import podium.engine.Seeds;
import podium.engine.placement.Wait;
import podium.engine.placement.Waits;
import podium.engine.state.Trial;
import podium.protocol.event.DecisionSettings;
import podium.protocol.event.Event;
import podium.protocol.event.OwnerShare;
import podium.protocol.experiment.ExperimentSpec;
import podium.protocol.id.TrialId;
import podium.protocol.report.Outcome;
import podium.protocol.request.Action;

/** What an owner's limit leaves is kept for whoever comes first and needs several slots. */
final class RoomTest {
  private static final int LIMIT = 4;
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private final Given given = new Given();

  RoomTest() {
    begin(given, DecisionSettings.DEFAULT);
  }

  /** Eight slots, of which ada may have four. */
  private static void begin(Given given, DecisionSettings settings) {
    given.reign(settings.withOwners(Map.of("ada", new OwnerShare(LIMIT, 1))));
    String[] slots = new String[2 * LIMIT];
    for (int i = 0; i < slots.length; i++) {
      slots[i] = "cpu:" + i;
    }
    given.worker("w", "wi", slots);
  }

  private static ExperimentSpec of(String owner, String name, int priority, int slots) {
    return Given.owned(
        Given.together(Given.epochs(Given.spec(name, priority, "resnet18"), 1), slots), owner);
  }

  private void small(int count) {
    for (int i = 0; i < count; i++) {
      given.submit(of("ada", "s", 0, 1));
    }
  }

  private static void ends(Given given, String trial) {
    int attempt = given.state.trial(new TrialId(trial)).orElseThrow().attempt();
    given.report("w", "wi", Given.started(trial, attempt));
    given.report("w", "wi", Given.lasting(trial, attempt, 2, 1, 10));
    given.report("w", "wi", Given.ended(trial, attempt, 3, Outcome.SUCCEEDED));
  }

  private Trial.State state(String trial) {
    return given.state.trial(new TrialId(trial)).orElseThrow().state();
  }

  private Optional<Wait> wait(String trial) {
    return Optional.ofNullable(Waits.of(given.state, given.now()).get(new TrialId(trial)));
  }

  @Test
  void wideAtItsOwnersLimit_startsThoughSmallOnesComeForEver() {
    small(LIMIT);
    given.submit(of("ada", "wide", 0, LIMIT));
    for (int i = 1; i <= LIMIT; i++) {
      small(1);
      assertThat(state("wide-1.1")).isEqualTo(Trial.State.QUEUED);
      ends(given, "s-%d.1".formatted(i));
    }
    assertThat(state("wide-1.1")).isEqualTo(Trial.State.PLACED);
    assertThat(wait("s-5.1")).contains(new Wait.Limit("owner ada", LIMIT, 1));
    ends(given, "wide-1.1");
    assertThat(state("s-8.1")).isEqualTo(Trial.State.PLACED);
  }

  @Test
  void smallBehindIt_saysForWhomItWaits() {
    small(LIMIT);
    given.submit(of("ada", "wide", 0, 2));
    small(1);
    ends(given, "s-1.1");
    assertThat(wait("s-5.1")).contains(new Wait.RoomKept(new TrialId("wide-1.1"), "ada", LIMIT));
    assertThat(wait("s-5.1").orElseThrow().told())
        .isEqualTo(
            "for wide-1.1, which comes first: owner ada may have 4 slots, and those that come free"
                + " are kept for it");
  }

  @Test
  void smallBeforeIt_orOfSomebodyElse_goesOn() {
    small(LIMIT - 1);
    given.submit(of("ada", "wide", 0, 2));
    given.submit(of("", "other", 0, 1));
    assertThat(state("other-1.1")).isEqualTo(Trial.State.PLACED);
    given.submit(of("ada", "urgent", 1, 1));
    assertThat(state("urgent-1.1")).isEqualTo(Trial.State.PLACED);
    assertThat(state("wide-1.1")).isEqualTo(Trial.State.QUEUED);
  }

  @Test
  void slotsThatAreUsedAgain_goToTheWideOneFirst() {
    given.submit(of("ada", "wide", 0, 2));
    given.act(new Action.Drain("w", Optional.empty()));
    given.submit(of("ada", "wide", 0, 2));
    small(1);
    given.act(new Action.Undrain("w", Optional.empty()));
    assertThat(state("wide-2.1")).isEqualTo(Trial.State.PLACED);
    assertThat(wait("s-1.1")).contains(new Wait.Limit("owner ada", LIMIT, 1));
    ends(given, "wide-1.1");
    assertThat(state("s-1.1")).isEqualTo(Trial.State.PLACED);
  }

  @Test
  void wideThatCanNeverHaveSoMany_keepsNothing() {
    small(2);
    given.submit(of("ada", "wide", 0, LIMIT + 1));
    small(2);
    assertThat(state("s-4.1")).isEqualTo(Trial.State.PLACED);
  }

  @Test
  void wideWhoseWorkersAreDrainedOrGone_keepsNothing() {
    given.worker("v", "vi", "cpu:0", "cpu:1");
    given.act(new Action.Drain("w", Optional.empty()));
    given.submit(of("ada", "wide", 0, LIMIT));
    small(1);
    assertThat(state("s-1.1")).isEqualTo(Trial.State.PLACED);
    given.act(new Action.Undrain("w", Optional.empty()));
    small(1);
    assertThat(state("s-2.1")).isEqualTo(Trial.State.QUEUED);
    given.when(new Command.Leave("w", "wi"));
    assertThat(state("s-2.1")).isEqualTo(Trial.State.PLACED);
  }

  @Test
  void widePausedOrCancelled_keepsNothing() {
    small(LIMIT - 1);
    given.submit(of("ada", "wide", 0, 2));
    small(1);
    assertThat(state("s-4.1")).isEqualTo(Trial.State.QUEUED);
    given.act(new Action.Pause("wide", false));
    assertThat(state("s-4.1")).isEqualTo(Trial.State.PLACED);
  }

  @Test
  void smallThatMakesOthersMakeWay_doesNotWhileItWaitsForRoom() {
    small(LIMIT - 1);
    for (int i = 0; i < LIMIT + 1; i++) {
      given.submit(of("", "low", -1, 1));
    }
    given.submit(of("ada", "wide", 1, 2));
    given.submit(Given.preempting(of("ada", "small", 1, 1)));
    assertThat(given.all(Event.PreemptionOrdered.class)).isEmpty();
  }

  @Test
  void termOfEarlierRules_decidesAsItDid() {
    Given earlier = new Given();
    begin(earlier, DecisionSettings.DEFAULT.withRules(DecisionSettings.WITH_ROOM_KEPT - 1));
    for (int i = 0; i < LIMIT - 1; i++) {
      earlier.submit(of("ada", "s", 0, 1));
    }
    earlier.submit(of("ada", "wide", 0, 2));
    earlier.submit(of("ada", "s", 0, 1));
    assertThat(earlier.last(Event.TrialPlaced.class).trial()).isEqualTo(new TrialId("s-4.1"));
  }

  @Test
  void anyStream_wideOne_startsOnceThoseThatRanWhenItCameFirstAreOver() {
    Seeds.upTo(20, RoomTest::stream);
  }

  /** Trials of any width come for ever, each as long as it likes up to a bound. */
  private static void stream(RandomGenerator random) {
    Given given = new Given();
    begin(given, DecisionSettings.DEFAULT);
    Map<String, Instant> ends = new HashMap<>();
    List<String> submitted = new ArrayList<>();
    Map<String, Instant> first = new HashMap<>();
    for (int second = 0; second < 150; second++) {
      Instant now = given.now().plusSeconds(1);
      given.at(now);
      ends.entrySet().stream()
          .filter(end -> !end.getValue().isAfter(now))
          .map(Map.Entry::getKey)
          .sorted()
          .toList()
          .forEach(
              trial -> {
                ends(given, trial);
                ends.remove(trial);
              });
      int slots = random.nextInt(5) == 0 ? random.nextInt(2, LIMIT + 1) : 1;
      given.submit(of("ada", "t", 0, slots));
      submitted.add("t-%d.1".formatted(submitted.size() + 1));
      submitted.stream()
          .filter(trial -> given.state.trial(new TrialId(trial)).orElseThrow().attempt() > 0)
          .filter(trial -> !first.containsKey("over " + trial))
          .forEach(
              trial -> {
                first.put("over " + trial, now);
                ends.put(trial, now.plusSeconds(random.nextLong(1, LONGEST.toSeconds())));
              });
      submitted.stream()
          .filter(trial -> !first.containsKey("over " + trial))
          .findFirst()
          .ifPresent(
              trial ->
                  assertThat(now)
                      .as(trial)
                      .isBefore(first.computeIfAbsent(trial, it -> now).plus(LONGEST)));
    }
  }
}
