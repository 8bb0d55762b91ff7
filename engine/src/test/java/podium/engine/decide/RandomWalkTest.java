package podium.engine.decide;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import podium.engine.Given;
import podium.engine.Seeds;
import podium.engine.state.Fold;
import podium.engine.state.SchedulerState;
import podium.engine.state.Shape;
import podium.protocol.event.Entry;
import podium.protocol.event.Event;
import podium.protocol.event.Holding;
import podium.protocol.experiment.Device;
import podium.protocol.report.Outcome;

/** Laws 1, 2, 5 and 6 over random walks of everything that can happen. */
final class RandomWalkTest {
  private static final int WALKS = 200;

  @Test
  void anyWalk_foldOfTheLogEqualsTheState() {
    Seeds.upTo(WALKS, random -> foldOfTheLogEqualsTheState(walk(random)));
  }

  private static void foldOfTheLogEqualsTheState(Given given) {
    SchedulerState folded = new SchedulerState();
    for (int i = 0; i < given.events.size(); i++) {
      Fold.apply(folded, Entry.of(1, "log", i, "", given.times.get(i), given.events.get(i)));
    }
    assertThat(folded.snapshot()).isEqualTo(given.state.snapshot());
  }

  @Test
  void anyWalk_everyPrefixRecoversToAQuietLegalState() {
    Seeds.upTo(WALKS, random -> everyPrefixRecoversToAQuietLegalState(walk(random)));
  }

  private static void everyPrefixRecoversToAQuietLegalState(Given given) {
    for (int length = 0; length <= given.events.size(); length += 7) {
      Given recovered = new Given();
      for (int i = 0; i < length; i++) {
        recovered.at(given.times.get(i));
        recovered.fold(given.events.get(i));
      }
      recovered.when(new Command.MissRequests("podium.requests", 1, 0, 0));
      assertThat(recovered.due()).isEmpty();
    }
  }

  @Test
  void anyWalk_slotsAttemptsAndEndingsAreNeverDoubled() {
    Seeds.upTo(WALKS, random -> slotsAttemptsAndEndingsAreNeverDoubled(walk(random)));
  }

  private static void slotsAttemptsAndEndingsAreNeverDoubled(Given given) {
    Map<String, String> holders = new HashMap<>();
    Map<String, Integer> attempts = new HashMap<>();
    Map<String, Long> sequences = new HashMap<>();
    Set<String> ended = new HashSet<>();
    for (Event event : given.events) {
      switch (event) {
        case Event.TrialPlaced placed -> {
          String slot =
              placed.lead().worker()
                  + "/"
                  + placed.lead().incarnation()
                  + "/"
                  + placed.lead().slot();
          assertThat(holders.put(slot, placed.trial())).as("one attempt a slot").isNull();
          assertThat(attempts.merge(placed.trial(), 1, Integer::sum)).isEqualTo(placed.attempt());
          assertThat(ended).doesNotContain(placed.trial());
        }
        case Event.AttemptEnded over -> holders.values().removeIf(over.trial()::equals);
        case Event.EpochCompleted epoch -> {
          assertThat(holders).containsValue(epoch.trial());
          assertThat(epoch.attempt()).isEqualTo(attempts.get(epoch.trial()));
          String key = epoch.trial() + "#" + epoch.attempt();
          assertThat(sequences.merge(key, epoch.sequence(), (a, b) -> a < b ? b : -1L))
              .isEqualTo(epoch.sequence());
        }
        case Event.TrialEnded over -> assertThat(ended.add(over.trial())).isTrue();
        default -> {}
      }
    }
  }

  @Test
  void anyWalk_checkpointsGoOnlyWhereTheyAreSeen() {
    Seeds.upTo(WALKS, random -> checkpointsGoOnlyWhereTheyAreSeen(walk(random)));
  }

  private static void checkpointsGoOnlyWhereTheyAreSeen(Given given) {
    // why: who waits for a lost worker waits for another one only after that
    given.after(Duration.ofDays(1));
    given.after(Duration.ofDays(1));
    Map<String, String> homes = new HashMap<>();
    Map<String, String> homeOfPath = new HashMap<>();
    Map<String, String> holder = new HashMap<>();
    for (Event event : given.events) {
      switch (event) {
        case Event.WorkerRegistered worker -> homes.put(worker.worker(), worker.checkpointHome());
        case Event.TrialPlaced placed -> {
          holder.put(placed.trial(), placed.lead().worker());
          String home = homes.getOrDefault(placed.lead().worker(), "");
          placed
              .checkpoints()
              .forEach(ref -> assertThat(homeOfPath.get(ref.path())).isIn("", home));
        }
        case Event.EpochCompleted epoch ->
            homeOfPath.put(
                epoch.result().checkpoint().path(), homes.get(holder.get(epoch.trial())));
        default -> {}
      }
    }
    // why: after a day nobody waits for a worker that is gone
    assertThat(given.state.queue().bound())
        .allSatisfy(
            trial ->
                assertThat(given.state.workers())
                    .anyMatch(worker -> worker.serves(Shape.of(trial))));
  }

  /** A log in which anything that can happen happens. */
  private static Given walk(RandomGenerator random) {
    Given given = new Given();
    int steps = random.nextInt(5, 120);
    for (int i = 0; i < steps; i++) {
      step(given, random);
    }
    return given;
  }

  private static void step(Given given, RandomGenerator random) {
    String worker = one(random, "w", "v", "u");
    String incarnation = worker + one(random, "i1", "i2", "i3");
    switch (random.nextInt(26)) {
      case 0, 1 -> given.submit(Given.spec("e", random.nextInt(-1, 2), "resnet18", "vgg16"));
      case 2 ->
          given.submit(
              Given.spec(
                  "k",
                  Optional.of(one(random, "k1", "k2")),
                  random.nextInt(2),
                  Device.CPU,
                  "resnet18"));
      case 3 -> given.cancel(one(random, "e", "e-1", "e-2.1", "k-1"));
      case 4 -> given.reign(one(random, "a", "b", ""));
      case 5, 6 ->
          given.when(
              Given.registerWith(
                  holds(given, random),
                  worker.equals("u") ? "" : worker,
                  worker,
                  incarnation,
                  "cpu:0",
                  "cpu:1"));
      case 7, 8 ->
          given.when(
              new Command.Silence(worker, incarnation, Duration.ofSeconds(random.nextInt(1, 10))));
      case 9 -> given.when(new Command.Hear(worker, incarnation));
      case 10 -> given.after(Duration.ofSeconds(random.nextLong(1, 400)));
      case 11 -> given.when(new Command.Leaving(worker, incarnation));
      case 12 -> given.when(new Command.Leave(worker, incarnation));
      case 13 ->
          last(given, random)
              .ifPresent(
                  of ->
                      given.when(
                          new Command.Quiet(
                              of.trial(),
                              of.attempt(),
                              Duration.ofMinutes(random.nextInt(1, 60)))));
      case 14 ->
          last(given, random)
              .ifPresent(
                  of ->
                      given.when(new Command.Free(worker, incarnation, of.trial(), of.attempt())));
      default ->
          reports(
              given,
              random.nextInt(8),
              Outcome.values()[random.nextInt(Outcome.values().length)],
              random.nextInt(6));
    }
  }

  private static String one(RandomGenerator random, String... of) {
    return of[random.nextInt(of.length)];
  }

  private static Optional<Event.TrialPlaced> last(Given given, RandomGenerator random) {
    List<Event.TrialPlaced> placed = given.all(Event.TrialPlaced.class);
    return placed.isEmpty()
        ? Optional.empty()
        : Optional.of(placed.get(Math.max(0, placed.size() - 1 - random.nextInt(4))));
  }

  /** Some of the attempts there were, some of them with a trainer. */
  private static List<Holding> holds(Given given, RandomGenerator random) {
    return given.all(Event.TrialPlaced.class).stream()
        .filter(placed -> random.nextInt(3) == 0)
        .map(
            placed ->
                new Holding(
                    placed.trial(),
                    placed.attempt(),
                    placed.lead().slot(),
                    random.nextInt(5),
                    random.nextBoolean()))
        .toList();
  }

  /**
   * A report of some placed attempt, mostly the next in sequence, sometimes a repeat, a gap or a
   * late one.
   */
  private static void reports(Given given, int which, Outcome outcome, int late) {
    List<Event.TrialPlaced> placed = given.all(Event.TrialPlaced.class);
    if (placed.isEmpty()) {
      return;
    }
    Event.TrialPlaced of = placed.get(Math.max(0, placed.size() - 1 - which % 4));
    long counted = given.state.trial(of.trial()).orElseThrow().lastSequence(of.attempt());
    long sequence = Math.max(1, counted + (late == 0 ? 0 : late == 1 ? 2 : 1));
    given.report(
        of.lead().worker(),
        of.lead().incarnation(),
        which < 5
            ? sequence == 1
                ? Given.started(of.trial(), of.attempt())
                : Given.epoch(of.trial(), of.attempt(), sequence, (int) sequence - 1)
            : Given.ended(of.trial(), of.attempt(), sequence, outcome));
  }
}
