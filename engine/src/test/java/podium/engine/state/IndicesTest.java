package podium.engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import podium.engine.Given;
import podium.engine.Seeds;
import podium.engine.Walk;
import podium.protocol.event.DecisionSettings;
import podium.protocol.event.Entry;
import podium.protocol.event.OwnerShare;
import podium.protocol.experiment.Catalog;
import podium.protocol.experiment.Device;
import podium.protocol.experiment.Limits;

/** What indices say is what going through all trials and workers says. */
final class IndicesTest {
  private static final int WALKS = 150;
  private static final Duration SOON = Duration.ofSeconds(30);

  @Test
  void anyWalk_afterEachFact_indicesSayWhatAWalkOverAllSays() {
    Seeds.upTo(WALKS, random -> check(Walk.of(random)));
  }

  @Test
  void anyWalkOfManyKinds_afterEachFact_indicesSayWhatAWalkOverAllSays() {
    Seeds.upTo(WALKS, random -> check(ofManyKinds(random)));
  }

  @Test
  void anyWalkOfOwnersWithLimits_afterEachFact_indicesSayWhatAWalkOverAllSays() {
    Seeds.upTo(WALKS / 3, random -> check(ofOwners(random)));
  }

  /** Owners with limits want one slot, or several together. */
  private static Given ofOwners(RandomGenerator random) {
    Given given = new Given();
    given.reign(
        DecisionSettings.DEFAULT.withOwners(
            Map.of("ada", new OwnerShare(3, 1), "bob", new OwnerShare(2, 1))));
    for (int i = 0; i < 12; i++) {
      String worker = "x" + random.nextInt(3);
      given.when(Given.register(worker, worker + i % 2, "cpu:0", "cpu:1", "cpu:2", "cpu:3"));
      given.submit(
          Given.owned(
              Given.limited(
                  Given.together(
                      Given.spec("o" + i, random.nextInt(2), "resnet18", "vgg16"),
                      random.nextInt(1, 4)),
                  new Limits(0, 0, 0, random.nextInt(4) == 0 ? 3 : 0)),
              random.nextInt(5) == 0 ? "" : random.nextBoolean() ? "ada" : "bob"));
      Walk.steps(given, random, 8);
    }
    return given;
  }

  /** Workers of other catalogs, homes and devices than in a plain walk come and go in it. */
  private static Given ofManyKinds(RandomGenerator random) {
    Given given = new Given();
    for (int i = 0; i < 10; i++) {
      Device device = List.of(Device.values()).get(random.nextInt(Device.values().length));
      given.submit(
          Given.limited(
              Given.spec("m" + i, Optional.empty(), random.nextInt(3), device, "resnet18", "vgg16"),
              new Limits(0, 0, random.nextInt(2) * 100L, random.nextInt(3))));
      String worker = "x" + random.nextInt(4);
      String[] slots =
          Stream.of("cpu:0", "cuda:0", "cuda:1")
              .filter(slot -> random.nextBoolean())
              .toArray(String[]::new);
      given.when(
          random.nextBoolean()
              ? Given.registerAt("h" + random.nextInt(2), worker, worker + i, slots)
              : Given.register(worker, worker + i, onlyResnet(), slots));
      Walk.steps(given, random, 12);
    }
    return given;
  }

  private static Catalog onlyResnet() {
    Catalog all = Catalog.BUILT_IN;
    return new Catalog(
        all.models().stream().filter(model -> model.name().startsWith("resnet")).toList(),
        all.datasets());
  }

  private static void check(Given given) {
    SchedulerState state = new SchedulerState();
    for (int i = 0; i < given.events.size(); i++) {
      Instant time = given.times.get(i);
      Fold.apply(state, Entry.of(1, "log", i, "", time, given.events.get(i)));
      for (Instant now : List.of(state.time, time.plus(SOON))) {
        checkPlacement(state, now);
      }
      checkHomes(state);
      checkAdrift(state);
      checkClocks(state);
      checkKnown(state);
    }
  }

  private static void checkPlacement(SchedulerState state, Instant now) {
    Optional<Trial> first =
        waiting(state)
            .filter(trial -> !trial.notBefore.isAfter(now))
            .filter(trial -> !standsBack(state, trial))
            .filter(trial -> isFree(state, trial))
            .min(TrialQueue.ORDER);
    assertThat(state.queue.first(now)).isEqualTo(first);
    checkHeads(state, now);
    first.ifPresent(
        trial ->
            assertThat(state.firstFree(Shape.of(trial)))
                .isEqualTo(
                    state.workers.values().stream()
                        .filter(worker -> !worker.freeSlots(Shape.of(trial)).isEmpty())
                        .findFirst()));
  }

  /** Before each that could be placed, or it itself, is one that no rule tells from it. */
  private static void checkHeads(SchedulerState state, Instant now) {
    List<Trial> heads = state.queue.heads(now).toList();
    checkFirsts(state, now);
    List<Trial> able =
        waiting(state)
            .filter(trial -> !trial.notBefore.isAfter(now))
            .filter(trial -> !standsBack(state, trial))
            .filter(trial -> isFree(state, trial))
            .toList();
    assertThat(able).containsAll(heads);
    assertThat(state.queue.fronts(now, shape -> true)).containsAll(heads);
    assertThat(state.queue.fronts(now, shape -> shape.slots() > 1))
        .containsExactlyInAnyOrderElementsOf(
            state
                .queue
                .fronts(now, shape -> true)
                .filter(it -> it.experiment.slotsEach() > 1)
                .toList());
    assertThat(able)
        .allSatisfy(
            trial ->
                assertThat(heads)
                    .anyMatch(
                        head ->
                            head.experiment.id().equals(trial.experiment.id())
                                && state.secondsLeft(head) == state.secondsLeft(trial)
                                && TrialQueue.ORDER.compare(head, trial) <= 0));
  }

  /** Before each that waits, or it itself, is the first of its owner's that need the same. */
  private static void checkFirsts(SchedulerState state, Instant now) {
    List<Trial> fronts = state.queue.fronts(now, shape -> true).toList();
    List<Trial> firsts = state.queue.firsts(now, shape -> true).toList();
    assertThat(fronts).containsAll(firsts);
    assertThat(fronts)
        .allSatisfy(
            trial ->
                assertThat(firsts)
                    .anyMatch(
                        first ->
                            first.experiment.owner().equals(trial.experiment.owner())
                                && Shape.of(first).equals(Shape.of(trial))
                                && TrialQueue.ORDER.compare(first, trial) <= 0));
  }

  /** Whether its experiment may not have its slots beside those that it has. */
  private static boolean isFull(SchedulerState state, Trial trial) {
    int needs = trial.experiment.slotsEach();
    long held =
        state.trials.open().stream()
            .filter(other -> other.experiment.id().equals(trial.experiment.id()))
            .filter(other -> other.holder.isPresent())
            .count();
    return trial.experiment.slots() > 0 && (held + 1) * needs > trial.experiment.slots();
  }

  private static boolean standsBack(SchedulerState state, Trial trial) {
    int limit = state.settings.share(trial.experiment.owner()).slots();
    int needs = trial.experiment.slotsEach();
    int left = limit == 0 ? Integer.MAX_VALUE : limit - heldByOwner(state, trial);
    Optional<Trial> wide = wide(state, trial, limit);
    boolean behind =
        wide.filter(first -> TrialQueue.ORDER.compare(first, trial) < 0)
            .filter(first -> left - needs < first.experiment.slotsEach())
            .isPresent();
    assertThat(state.queue.before(trial)).isEqualTo(behind ? wide : Optional.empty());
    return isFull(state, trial) || left < needs || behind;
  }

  private static int heldByOwner(SchedulerState state, Trial trial) {
    return state.trials.open().stream()
        .filter(other -> other.experiment.owner().equals(trial.experiment.owner()))
        .filter(other -> other.holder.isPresent())
        .mapToInt(other -> other.experiment.slotsEach())
        .sum();
  }

  /** For whom room is kept below the limit of a trial's owner. */
  private static Optional<Trial> wide(SchedulerState state, Trial trial, int limit) {
    return waiting(state)
        .filter(it -> it.experiment.owner().equals(trial.experiment.owner()))
        .filter(it -> it.experiment.slotsEach() > 1 && it.experiment.slotsEach() <= limit)
        .filter(it -> !it.notBefore.isAfter(state.time) && !isFull(state, it))
        .filter(
            it ->
                any(
                    state,
                    worker -> worker.openSlots(Shape.of(it)).size() >= it.experiment.slotsEach()))
        .min(TrialQueue.ORDER);
  }

  private static boolean isFree(SchedulerState state, Trial trial) {
    return any(state, worker -> !worker.freeSlots(Shape.of(trial)).isEmpty());
  }

  private static boolean isServed(SchedulerState state, Trial trial) {
    return any(state, worker -> worker.serves(Shape.of(trial)));
  }

  private static boolean any(SchedulerState state, Predicate<WorkerState> which) {
    return state.workers.values().stream().anyMatch(which);
  }

  /** Trials that wait for a slot, that nobody cancelled or paused and that are not to be held. */
  private static Stream<Trial> waiting(SchedulerState state) {
    return state
        .trials
        .all()
        .filter(trial -> trial.state() == Trial.State.QUEUED && trial.stopping.isEmpty())
        .filter(trial -> trial.pause.isEmpty() && trial.told.isEmpty());
  }

  private static void checkHomes(SchedulerState state) {
    state.trials.all().forEach(trial -> checkServed(state, trial));
    List<Trial> bound =
        waiting(state).filter(trial -> !trial.checkpoints.home().isEmpty()).toList();
    assertThat(state.queue.bound()).containsExactlyInAnyOrderElementsOf(bound);
    Map<Trial, Instant> away = new HashMap<>();
    bound.stream()
        .filter(trial -> !isServed(state, trial))
        .forEach(trial -> away.put(trial, awaySince(state, trial)));
    away.forEach((trial, since) -> assertThat(state.queue.awaySince(trial)).isEqualTo(since));
    assertThat(state.queue.longestAway().map(state.queue::awaySince))
        .isEqualTo(away.values().stream().min(Comparator.naturalOrder()));
    state.queue.longestAway().ifPresent(trial -> assertThat(away).containsKey(trial));
  }

  private static void checkServed(SchedulerState state, Trial trial) {
    for (String home : List.of("", "shared", "h0", "w", trial.checkpoints.home())) {
      Shape shape = Shape.of(trial).at(home);
      assertThat(state.isServed(shape)).isEqualTo(any(state, worker -> worker.serves(shape)));
    }
  }

  private static Instant awaySince(SchedulerState state, Trial trial) {
    return Stream.concat(
            Stream.of(trial.queuedAt),
            state.workers.values().stream()
                .filter(worker -> worker.home().equals(trial.checkpoints.home()))
                .map(WorkerState::since))
        .max(Comparator.naturalOrder())
        .orElseThrow();
  }

  private static void checkAdrift(SchedulerState state) {
    Comparator<Trial> longest =
        Comparator.<Trial, Instant>comparing(trial -> trial.adriftSince.orElseThrow())
            .thenComparing(Trial.BY_ACCEPTANCE);
    List<Trial> adrift =
        state.trials.all().filter(trial -> trial.adriftSince.isPresent()).sorted(longest).toList();
    assertThat(new ArrayList<>(state.adrift.all())).isEqualTo(adrift);
    assertThat(state.adrift.longest()).isEqualTo(adrift.stream().findFirst());
    assertThat(state.adrift.longestBesideAFreeSlot())
        .isEqualTo(adrift.stream().filter(trial -> isFree(state, trial)).findFirst());
  }

  private static void checkClocks(SchedulerState state) {
    Map<Trial, Instant> over = new HashMap<>();
    Map<Trial, Instant> asked = new HashMap<>();
    for (Trial trial : state.trials.open()) {
      if (trial.state() == Trial.State.RUNNING && trial.epochSeconds() > 0) {
        over.put(trial, trial.epochSince.plusSeconds(trial.epochSeconds()));
      }
      if (trial.holder.isPresent() && trial.stopping.isPresent()) {
        asked.put(trial, trial.stopping.get().since());
      }
    }
    checkTimes(over, state::epochOverBy);
    checkTimes(asked, state::stoppingSince);
  }

  private static void checkTimes(
      Map<Trial, Instant> times, Function<Instant, Stream<Trial>> until) {
    assertThat(until.apply(Instant.MAX)).containsExactlyInAnyOrderElementsOf(times.keySet());
    for (Instant latest : times.values()) {
      assertThat(until.apply(latest))
          .allSatisfy(trial -> assertThat(times.get(trial)).isBeforeOrEqualTo(latest))
          .hasSize((int) times.values().stream().filter(it -> !it.isAfter(latest)).count());
    }
  }

  private static void checkKnown(SchedulerState state) {
    Map<String, Long> counts = new TreeMap<>();
    state.trials.all().forEach(trial -> counts.merge(trial.status.name(), 1L, Long::sum));
    assertThat(state.counts()).isEqualTo(counts);
    assertThat(state.catalog())
        .isEqualTo(
            Catalog.together(
                state.workers.values().stream().map(it -> it.registration.catalog()).toList()));
    Map<String, String> live = new TreeMap<>();
    state.workers.values().stream()
        .filter(worker -> worker.liveness != WorkerState.Liveness.LOST)
        .forEach(worker -> live.put(worker.name(), worker.registration.incarnation()));
    assertThat(state.liveWorkers()).isEqualTo(live);
  }
}
