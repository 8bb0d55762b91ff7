package podium.engine.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import podium.engine.Given;
import podium.engine.state.Fold;
import podium.engine.state.Memory;
import podium.engine.state.SchedulerState;
import podium.protocol.event.DecisionSettings;
import podium.protocol.event.Entry;
import podium.protocol.event.Event;
import podium.protocol.event.OwnerShare;
import podium.protocol.event.Reason;
import podium.protocol.id.TrialId;
import podium.protocol.report.Outcome;

/** Whose turn it is by each rule. */
final class RulesTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final Given given = new Given();

  private void reign(String rule) {
    given.reign(DecisionSettings.DEFAULT.withPlacement(rule));
  }

  /** Trials in the order in which one slot trained them, each for a minute. */
  private List<String> trainAll() {
    given.worker("w", "w1", "cpu:0");
    int trained = 0;
    while (given.all(Event.TrialPlaced.class).size() > trained) {
      TrialId trial = given.last(Event.TrialPlaced.class).trial();
      trained++;
      train(trial, MINUTE);
    }
    return order();
  }

  private void train(TrialId trial, Duration took) {
    int attempt = given.state.trial(trial).orElseThrow().attempt();
    given.report("w", "w1", Given.started(trial.toString(), attempt));
    given.at(given.now().plus(took));
    given.report("w", "w1", Given.ended(trial.toString(), attempt, 2, Outcome.SUCCEEDED));
  }

  private List<String> order() {
    return given.all(Event.TrialPlaced.class).stream()
        .map(placed -> placed.trial().toString())
        .toList();
  }

  @Test
  void order_priorityThenAcceptance() {
    reign("order");
    given.submit(Given.spec("a", 0, "resnet18", "vgg16"));
    given.submit(Given.spec("b", 1, "resnet18"));
    assertThat(trainAll()).containsExactly("b-1.1", "a-1.1", "a-1.2");
  }

  @Test
  void fair_twoOwners_takeTurnsWhateverTheOneSubmittedBefore() {
    reign("fair");
    given.submit(Given.owned(Given.seeds("many", 4), "ada"));
    given.submit(Given.owned(Given.seeds("few", 2), "bob"));
    assertThat(trainAll())
        .containsExactly("many-1.1", "few-1.1", "many-1.2", "few-1.2", "many-1.3", "many-1.4");
    assertThat(given.all(Event.TrialPlaced.class).get(1).reason())
        .isEqualTo(new Reason.LeastUsage(0));
    Reason third = given.all(Event.TrialPlaced.class).get(2).reason();
    assertThat(third).isInstanceOf(Reason.LeastUsage.class);
    // why: a minute ago it had a slot for a minute, and some of that has decayed
    assertThat(((Reason.LeastUsage) third).slotMillis()).isBetween(59_900L, 60_000L);
  }

  @Test
  void fair_priorityOfOne_comesFirst() {
    reign("fair");
    given.submit(Given.owned(Given.spec("first", 0, "resnet18"), "ada"));
    given.submit(Given.owned(Given.spec("urgent", 5, "resnet18", "vgg16"), "ada"));
    given.submit(Given.owned(Given.spec("other", 0, "resnet18"), "bob"));
    assertThat(trainAll()).containsExactly("urgent-1.1", "urgent-1.2", "other-1.1", "first-1.1");
  }

  @Test
  void fair_aDayWithWeights_sharesAreWithinFivePercentOfThem() {
    Map<String, OwnerShare> weights =
        Map.of(
            "ada", new OwnerShare(0, 1), "bob", new OwnerShare(0, 3), "eve", new OwnerShare(0, 2));
    given.reign(DecisionSettings.DEFAULT.withPlacement("fair").withOwners(weights));
    weights.keySet().stream()
        .sorted()
        .forEach(owner -> given.submit(Given.owned(Given.seeds(owner, 900), owner)));
    given.worker("w", "w1", "cpu:0", "cpu:1", "cpu:2", "cpu:3");
    Instant end = given.now().plus(Duration.ofDays(1));
    for (int turn = 0; given.now().isBefore(end); turn++) {
      // why: trials of several lengths, of which the rule knows nothing
      train(
          given.all(Event.TrialPlaced.class).get(turn).trial(),
          Duration.ofSeconds(30 + 40L * (turn % 5)));
    }
    Map<String, Double> had = slotSeconds();
    double all = had.values().stream().mapToDouble(it -> it).sum();
    // why: four slots for a day, all the time
    assertThat(all).isCloseTo(4 * 86_400, within(1000.0));
    assertThat(had.getOrDefault("ada", 0.0) / all).isCloseTo(1 / 6.0, within(0.05 / 6));
    assertThat(had.getOrDefault("bob", 0.0) / all).isCloseTo(3 / 6.0, within(0.05 * 3 / 6));
    assertThat(had.getOrDefault("eve", 0.0) / all).isCloseTo(2 / 6.0, within(0.05 * 2 / 6));
  }

  /** Slot-seconds of the trials of each owner so far, as the facts say. */
  private Map<String, Double> slotSeconds() {
    Map<TrialId, Instant> since = new HashMap<>();
    Map<String, Double> had = new HashMap<>();
    for (int i = 0; i < given.events.size(); i++) {
      Instant time = given.times.get(i);
      switch (given.events.get(i)) {
        case Event.TrialPlaced placed -> since.put(placed.trial(), time);
        case Event.AttemptEnded ended ->
            Optional.ofNullable(since.remove(ended.trial()))
                .ifPresent(from -> add(had, ended.trial(), from, time));
        default -> {}
      }
    }
    since.forEach((trial, from) -> add(had, trial, from, given.now()));
    return had;
  }

  private static void add(Map<String, Double> had, TrialId trial, Instant from, Instant to) {
    // why: each owner's experiment bears its name
    String owner = trial.experiment().toString().replaceAll("-1$", "");
    had.merge(owner, Duration.between(from, to).toSeconds() * 1.0, Double::sum);
  }

  @Test
  void fair_twoSlotsAtOnce_oneForEach() {
    reign("fair");
    given.submit(Given.owned(Given.seeds("many", 4), "ada"));
    given.submit(Given.owned(Given.seeds("few", 2), "bob"));
    given.worker("w", "w1", "cpu:0", "cpu:1");
    assertThat(order()).containsExactly("many-1.1", "few-1.1");
  }

  @Test
  void shortest_fewestEpochsFirst_andThenByWhatAnEpochTook() {
    reign("shortest");
    given.submit(Given.epochs(Given.spec("long", 0, "resnet18"), 20, 3));
    given.submit(Given.epochs(Given.spec("short", 0, "vgg16"), 5));
    assertThat(trainAll()).containsExactly("long-1.2", "short-1.1", "long-1.1");
    assertThat(given.all(Event.TrialPlaced.class).getFirst().reason())
        .isEqualTo(new Reason.LeastWork(3000));
  }

  @Test
  void las_attendedService_waitsBehindWhoHadNone() {
    reign("las");
    given.submit(Given.spec("first", 0, "resnet18"));
    given.worker("w", "w1", "cpu:0");
    given.report("w", "w1", Given.started("first-1.1", 1));
    given.submit(Given.spec("second", 0, "resnet18"));
    given.at(given.now().plus(Duration.ofHours(1)));
    given.report("w", "w1", Given.ended("first-1.1", 1, 2, Outcome.FAILED_INFRASTRUCTURE));
    assertThat(order()).containsExactly("first-1.1", "second-1.1");
    assertThat(given.state.trial(new TrialId("first-1.1")).orElseThrow().attended())
        .isEqualTo(3600);
  }

  @Test
  void usage_ofAStateThatWasRestored_isTheSameAtAnyTime() {
    reign("fair");
    given.submit(Given.owned(Given.seeds("many", 3), "ada"));
    trainAll();
    SchedulerState restored = Memory.of(given.state).restored();
    Instant later = given.now().plus(Duration.ofHours(7));
    assertThat(restored.usage("ada", later))
        .isEqualTo(given.state.usage("ada", later))
        .isPositive();
    Event next = new Event.WorkerLeaving("w", "w1");
    for (SchedulerState state : List.of(restored, given.state)) {
      Fold.apply(state, Entry.of(1, "log", 999, "", later, next));
    }
    assertThat(restored.snapshot()).isEqualTo(given.state.snapshot());
  }

  @Test
  void anyRule_sameWork_isATotalOrder() {
    List<Work> works =
        IntStream.range(0, 40)
            .<Work>mapToObj(i -> new Job(i % 3, i, 1 + i % 2, i % 4, i % 5))
            .toList();
    for (String name : Rules.names()) {
      Placement rule = Rules.named(name).orElseThrow();
      for (Work one : works) {
        for (Work other : works) {
          assertThat(Integer.signum(rule.order().compare(one, other)))
              .isEqualTo(-Integer.signum(rule.order().compare(other, one)));
          assertThat(rule.order().compare(one, other) == 0).isEqualTo(one == other);
        }
      }
    }
  }

  private record Job(int priority, long accepted, int slots, double remaining, double attended)
      implements Work {
    @Override
    public double usage() {
      return attended * 2;
    }
  }
}
