package podium.engine.forecast;

import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import podium.engine.placement.Wait;
import podium.engine.placement.Waits;
import podium.engine.state.Calibration;
import podium.engine.state.SchedulerState;
import podium.protocol.event.Forecast;
import podium.protocol.id.ExperimentId;
import podium.protocol.id.TrialId;

/**
 * What is to be said of what waits and runs, as it was at one time. Immutable.
 *
 * @param waits what each trial in the queue waits for, whose turn it is first coming first
 * @param places of those, from 1
 * @param priorities of those
 * @param atSubmission what was expected of experiments when they were accepted
 * @param tally how often that held
 */
public record Expected(
    Instant at,
    Map<TrialId, Wait> waits,
    Map<TrialId, Integer> places,
    Map<TrialId, Integer> priorities,
    Forecasts forecasts,
    Map<ExperimentId, Forecast> atSubmission,
    Calibration.Tally tally) {
  /** Of nothing. */
  public static final Expected NOTHING = of(Instant.EPOCH, Map.of());

  public Expected {
    waits = Collections.unmodifiableMap(new LinkedHashMap<>(waits));
    places = Map.copyOf(places);
    priorities = Map.copyOf(priorities);
    atSubmission = Map.copyOf(atSubmission);
  }

  /** Of trials of which only that is known. */
  public static Expected of(Instant at, Map<TrialId, Wait> waits) {
    return new Expected(
        at,
        waits,
        places(waits),
        Map.of(),
        Forecasts.none(),
        Map.of(),
        new SchedulerState().calibration().tally());
  }

  /** In the eyes of a state, at a time or at that of its last fact where that is later. */
  public static Expected of(SchedulerState state, Instant now) {
    // why: the scheduler's clock may be ahead of the asker's
    Instant at = now.isAfter(state.time()) ? now : state.time();
    Map<TrialId, Wait> waits = Waits.of(state, at);
    return new Expected(
        at,
        waits,
        places(waits),
        priorities(state),
        Forecasts.of(state, at),
        state.calibration().forecasts(),
        state.calibration().tally());
  }

  private static Map<TrialId, Integer> priorities(SchedulerState state) {
    Map<TrialId, Integer> priorities = new HashMap<>();
    state.queue().inOrder().forEach(trial -> priorities.put(trial.id(), trial.priority()));
    return priorities;
  }

  private static Map<TrialId, Integer> places(Map<TrialId, Wait> waits) {
    Map<TrialId, Integer> places = new LinkedHashMap<>();
    waits.keySet().forEach(trial -> places.put(trial, places.size() + 1));
    return places;
  }

  /** What a trial in the queue waits for. */
  public Optional<Wait> wait(TrialId trial) {
    return Optional.ofNullable(waits.get(trial));
  }

  /** Its place among all that wait, from 1. */
  public Optional<Integer> place(TrialId trial) {
    return Optional.ofNullable(places.get(trial));
  }
}
