package podium.engine.decide;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import podium.engine.Given;
import podium.engine.state.Fold;
import podium.engine.state.SchedulerState;
import podium.engine.state.Shape;
import podium.protocol.event.Entry;
import podium.protocol.event.Event;
import podium.protocol.experiment.Device;
import podium.protocol.report.Outcome;

/** Laws 1, 2, 5 and 6 over random walks of everything that can happen. */
final class RandomWalkTest {
  interface Step {
    void on(Given given);
  }

  @Property(tries = 300)
  void anyWalk_foldOfTheLogEqualsTheState(@ForAll("walks") List<Step> walk) {
    Given given = new Given();
    walk.forEach(step -> step.on(given));
    SchedulerState folded = new SchedulerState();
    for (int i = 0; i < given.events.size(); i++) {
      Fold.apply(folded, Entry.of(1, "log", i, "", given.times.get(i), given.events.get(i)));
    }
    assertThat(folded.snapshot()).isEqualTo(given.state.snapshot());
  }

  @Property(tries = 300)
  void anyWalk_everyPrefixRecoversToAQuietLegalState(@ForAll("walks") List<Step> walk) {
    Given given = new Given();
    walk.forEach(step -> step.on(given));
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

  @Property(tries = 300)
  void anyWalk_slotsAttemptsAndEndingsAreNeverDoubled(@ForAll("walks") List<Step> walk) {
    Given given = new Given();
    walk.forEach(step -> step.on(given));
    Map<String, String> holders = new HashMap<>();
    Map<String, Integer> attempts = new HashMap<>();
    Map<String, Long> sequences = new HashMap<>();
    Set<String> ended = new HashSet<>();
    for (Event event : given.events) {
      switch (event) {
        case Event.TrialPlaced placed -> {
          String slot = placed.worker() + "/" + placed.incarnation() + "/" + placed.slot();
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

  @Property(tries = 300)
  void anyWalk_checkpointsGoOnlyWhereTheyAreSeen(@ForAll("walks") List<Step> walk) {
    Given given = new Given();
    walk.forEach(step -> step.on(given));
    given.after(Duration.ofDays(1));
    Map<String, String> homes = new HashMap<>();
    Map<String, String> homeOfPath = new HashMap<>();
    Map<String, String> holder = new HashMap<>();
    for (Event event : given.events) {
      switch (event) {
        case Event.WorkerRegistered worker -> homes.put(worker.worker(), worker.checkpointHome());
        case Event.TrialPlaced placed -> {
          holder.put(placed.trial(), placed.worker());
          String home = homes.getOrDefault(placed.worker(), "");
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

  @Provide
  Arbitrary<List<Step>> walks() {
    Arbitrary<Step> submit =
        Arbitraries.integers()
            .between(-1, 1)
            .map(p -> given -> given.submit(Given.spec("e", p, "resnet18", "vgg16")));
    Arbitrary<Step> keyed =
        net.jqwik.api.Combinators.combine(
                Arbitraries.of("k1", "k2"), Arbitraries.integers().between(0, 1))
            .as(
                (k, p) ->
                    given ->
                        given.submit(Given.spec("k", Optional.of(k), p, Device.CPU, "resnet18")));
    Arbitrary<Step> reign = Arbitraries.of("a", "b", "").map(t -> given -> given.reign(t));
    Arbitrary<Step> cancel =
        Arbitraries.of("e", "e-1", "e-2.1", "k-1").map(t -> given -> given.cancel(t));
    Arbitrary<String> worker = Arbitraries.of("w", "v", "u");
    Arbitrary<String> incarnation = Arbitraries.of("i1", "i2", "i3");
    Arbitrary<Step> register =
        net.jqwik.api.Combinators.combine(worker, incarnation)
            .as(
                (w, i) ->
                    given -> given.workerAt(w.equals("u") ? "" : w, w, w + i, "cpu:0", "cpu:1"));
    Arbitrary<Step> pass =
        Arbitraries.of(1L, 10L, 130L).map(s -> given -> given.after(Duration.ofSeconds(s)));
    Arbitrary<Step> silence =
        net.jqwik.api.Combinators.combine(worker, incarnation, Arbitraries.integers().between(1, 9))
            .as(
                (w, i, s) ->
                    given -> given.when(new Command.Silence(w, w + i, Duration.ofSeconds(s))));
    Arbitrary<Step> hear =
        net.jqwik.api.Combinators.combine(worker, incarnation)
            .as((w, i) -> given -> given.when(new Command.Hear(w, w + i)));
    Arbitrary<Step> report =
        net.jqwik.api.Combinators.combine(
                Arbitraries.integers().between(0, 7),
                Arbitraries.of(Outcome.values()),
                Arbitraries.integers().between(0, 5))
            .as((which, outcome, late) -> given -> reports(given, which, outcome, late));
    return Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(2, submit),
            net.jqwik.api.Tuple.of(1, keyed),
            net.jqwik.api.Tuple.of(1, cancel),
            net.jqwik.api.Tuple.of(1, reign),
            net.jqwik.api.Tuple.of(2, register),
            net.jqwik.api.Tuple.of(1, silence),
            net.jqwik.api.Tuple.of(1, hear),
            net.jqwik.api.Tuple.of(1, pass),
            net.jqwik.api.Tuple.of(12, report))
        .list()
        .ofMinSize(5)
        .ofMaxSize(80);
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
        of.worker(),
        of.incarnation(),
        which < 5
            ? Given.epoch(of.trial(), of.attempt(), sequence, (int) sequence)
            : Given.ended(of.trial(), of.attempt(), sequence, outcome));
  }
}
