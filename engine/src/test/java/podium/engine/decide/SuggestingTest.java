package podium.engine.decide;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import podium.engine.Given;
import podium.engine.state.Fold;
import podium.engine.state.Memory;
import podium.engine.state.SchedulerState;
import podium.engine.state.Trial;
import podium.protocol.codec.PlainCodec;
import podium.protocol.event.Entry;
import podium.protocol.event.Event;
import podium.protocol.event.TrialStatus;
import podium.protocol.experiment.Search;
import podium.protocol.id.TrialId;
import podium.protocol.report.CheckpointRef;
import podium.protocol.report.EpochResult;
import podium.protocol.report.Outcome;
import podium.protocol.report.Report;
import podium.protocol.report.Score;
import podium.protocol.request.Action;

final class SuggestingTest {
  private static final int TRIALS = 12;

  private final Given given = new Given();

  private void begin() {
    given.submit(Given.searching("e", Search.Method.TPE, Optional.empty(), TRIALS));
  }

  /** The trial trains to its end, better the nearer its learning rate is to 0.01. */
  private void trains(TrialId id) {
    Trial trial = given.state.trial(id).orElseThrow();
    double off = Math.abs(Math.log10(trial.spec().recipe().learningRate()) + 2);
    String incarnation = trial.holder().orElseThrow().incarnation();
    String worker = trial.holder().orElseThrow().worker();
    given.report(worker, incarnation, Given.started(id.value(), 1));
    given.report(worker, incarnation, epoch(id, (int) (1000 - 300 * off)));
    given.report(worker, incarnation, Given.ended(id.value(), 1, 3, Outcome.SUCCEEDED));
  }

  private static Report epoch(TrialId id, int correct) {
    Score score = new Score(1, correct, 1000);
    return new Report.Epoch(
        id,
        1,
        2,
        new EpochResult(
            1,
            score,
            Optional.of(score),
            Optional.empty(),
            0.1,
            1,
            1,
            1,
            new CheckpointRef(1, id + "/1/1", "hash", 1),
            "state"));
  }

  private List<TrialId> running() {
    return given.state.experiments().values().stream()
        .flatMap(it -> it.trials().stream())
        .filter(id -> given.state.trial(id).orElseThrow().holder().isPresent())
        .toList();
  }

  private void toTheEnd() {
    for (List<TrialId> now = running(); !now.isEmpty(); now = running()) {
      trains(now.getFirst());
    }
  }

  @Test
  void search_ofTwoSlots_comesToAllItsTrialsEachAnotherPoint() {
    begin();
    assertThat(given.last(Event.ExperimentAccepted.class).trials()).hasSize(TRIALS / 2);
    given.worker("w", "i", "cpu:0", "cpu:1");
    assertThat(given.all(Event.TrialSuggested.class)).isEmpty();
    toTheEnd();
    assertThat(given.all(Event.TrialSuggested.class)).hasSize(TRIALS / 2);
    List<Map<String, Object>> points = new ArrayList<>();
    given.last(Event.ExperimentAccepted.class).trials().forEach(it -> points.add(it.assignment()));
    given.all(Event.TrialSuggested.class).forEach(it -> points.add(it.trial().assignment()));
    assertThat(new HashSet<>(points)).hasSize(TRIALS);
    assertThat(given.state.counts()).isEqualTo(Map.of("SUCCEEDED", (long) TRIALS));
  }

  @Test
  void suggestion_isDueOnceTheLastTrialHasASlot() {
    begin();
    given.worker("w", "i", "cpu:0");
    for (int done = 0; done < TRIALS / 2 - 1; done++) {
      assertThat(given.all(Event.TrialSuggested.class)).isEmpty();
      trains(running().getFirst());
    }
    assertThat(given.last(Event.TrialSuggested.class).trial().trial())
        .isEqualTo(new TrialId("e-1.7"));
    assertThat(given.state.trial(new TrialId("e-1.7")).orElseThrow().status())
        .isEqualTo(TrialStatus.QUEUED);
    assertThat(given.all(Event.TrialSuggested.class)).hasSize(1);
  }

  @Test
  void restart_atAnyOffset_suggestsTheSame() {
    begin();
    given.worker("w", "i", "cpu:0", "cpu:1");
    toTheEnd();
    SchedulerState state = new SchedulerState();
    int suggested = 0;
    for (int offset = 0; offset < given.events.size(); offset++) {
      Event event = given.events.get(offset);
      if (event instanceof Event.TrialSuggested) {
        byte[] json = PlainCodec.encode(Memory.of(state));
        SchedulerState restored = PlainCodec.decode(json, Memory.class).restored();
        assertThat(restored.snapshot()).isEqualTo(state.snapshot());
        assertThat(Dues.due(restored, given.now())).contains(event);
        assertThat(Dues.due(state, given.now())).contains(event);
        suggested++;
      }
      Fold.apply(state, Entry.of(1, "log", offset, "", given.now(), event));
    }
    assertThat(suggested).isEqualTo(TRIALS / 2);
  }

  @Test
  void search_thatIsCancelled_suggestsNothingMoreUntilItIsRetried() {
    begin();
    given.worker("w", "i", "cpu:0");
    while (given.all(Event.TrialSuggested.class).isEmpty()) {
      trains(running().getFirst());
    }
    TrialId trains = running().getFirst();
    given.cancel("e-1");
    given.report("w", "i", Given.ended(trains.value(), 1, 1, Outcome.CANCELLED));
    assertThat(given.state.counts()).containsEntry("CANCELLED", 2L).doesNotContainKey("QUEUED");
    assertThat(given.all(Event.TrialSuggested.class)).hasSize(1);
    given.act(new Action.Retry("e-1", true));
    assertThat(running()).isNotEmpty();
    given.report("w", "i", Given.ended(running().getFirst().value(), 2, 1, Outcome.DIVERGED));
    assertThat(given.all(Event.TrialSuggested.class)).hasSizeGreaterThan(1);
  }

  @Test
  void search_thatIsPaused_suggestsNothingUntilItIsResumed() {
    begin();
    given.act(new Action.Pause("e-1.1", false));
    given.worker("w", "i", "cpu:0", "cpu:1", "cpu:2", "cpu:3", "cpu:4", "cpu:5");
    assertThat(running()).hasSize(5);
    assertThat(given.all(Event.TrialSuggested.class)).isEmpty();
    given.act(new Action.Resume("e-1"));
    assertThat(given.all(Event.TrialSuggested.class)).hasSize(1);
  }

  @Test
  void failedTrials_countAsNoGoodOnes() {
    begin();
    given.worker("w", "i", "cpu:0");
    for (List<TrialId> now = running(); !now.isEmpty(); now = running()) {
      given.report("w", "i", Given.ended(now.getFirst().value(), 1, 1, Outcome.DIVERGED));
    }
    assertThat(given.state.counts()).isEqualTo(Map.of("FAILED", (long) TRIALS));
  }
}
