package podium.engine.decide;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import podium.engine.Given;
import podium.engine.Seeds;
import podium.engine.Walk;
import podium.engine.state.Fold;
import podium.engine.state.SchedulerState;
import podium.engine.state.Shape;
import podium.protocol.event.Entry;
import podium.protocol.event.Event;
import podium.protocol.event.Grant;
import podium.protocol.id.TrialId;
import podium.protocol.request.Action;

/** Laws 1, 2, 5 and 6 over random walks of everything that can happen. */
final class RandomWalkTest {
  private static final int WALKS = 200;

  @Test
  void anyWalk_foldOfTheLogEqualsTheState() {
    Seeds.upTo(WALKS, random -> foldOfTheLogEqualsTheState(Walk.of(random)));
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
    Seeds.upTo(WALKS, random -> everyPrefixRecoversToAQuietLegalState(Walk.of(random)));
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
    Seeds.upTo(WALKS, random -> slotsAttemptsAndEndingsAreNeverDoubled(Walk.of(random)));
  }

  private static void slotsAttemptsAndEndingsAreNeverDoubled(Given given) {
    Map<Grant, TrialId> holders = new HashMap<>();
    Map<TrialId, Integer> attempts = new HashMap<>();
    Map<String, Long> sequences = new HashMap<>();
    Set<TrialId> ended = new HashSet<>();
    for (Event event : given.events) {
      switch (event) {
        case Event.TrialPlaced placed -> {
          placed
              .grants()
              .forEach(
                  grant ->
                      assertThat(holders.put(grant, placed.trial()))
                          .as("one attempt a slot")
                          .isNull());
          assertThat(placed.grants())
              .hasSize(given.state.trial(placed.trial()).orElseThrow().experiment().slotsEach());
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
        case Event.RequestAccepted asked when asked.action() instanceof Action.Retry ->
            asked.trials().forEach(trial -> assertThat(ended.remove(trial)).isTrue());
        default -> {}
      }
    }
  }

  @Test
  void anyWalk_checkpointsGoOnlyWhereTheyAreSeen() {
    Seeds.upTo(WALKS, random -> checkpointsGoOnlyWhereTheyAreSeen(Walk.of(random)));
  }

  private static void checkpointsGoOnlyWhereTheyAreSeen(Given given) {
    // why: who waits for a lost worker waits for another one only after that
    given.after(Duration.ofDays(1));
    given.after(Duration.ofDays(1));
    Map<String, String> homes = new HashMap<>();
    Map<String, String> homeOfPath = new HashMap<>();
    Map<TrialId, String> holder = new HashMap<>();
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
}
