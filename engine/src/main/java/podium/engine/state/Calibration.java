package podium.engine.state;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import podium.protocol.event.Forecast;
import podium.protocol.event.TrialStatus;
import podium.protocol.id.ExperimentId;

/**
 * What was expected of experiments when they were accepted, and how often that held. One that
 * people stepped into is not judged. Not thread-safe.
 */
public final class Calibration {
  private final NavigableMap<ExperimentId, Expected> all = new TreeMap<>();
  private Tally tally = new Tally(0, 0, 0);

  /**
   * How many forecasts are over.
   *
   * @param within of those judged, how many experiments ended when they were expected to
   * @param leftOut how many cannot be judged, since people stepped in
   */
  public record Tally(long judged, long within, long leftOut) {
    /** The share of those judged that held; nothing before the first. */
    public Optional<Double> share() {
      return judged == 0 ? Optional.empty() : Optional.of((double) within / judged);
    }
  }

  /**
   * A forecast.
   *
   * @param left how many trials are not over; 0 once it was judged or left out
   */
  record Expected(ExperimentId experiment, Forecast forecast, int left) {
    private Expected with(int now) {
      return new Expected(experiment, forecast, now);
    }
  }

  /** What was expected of an experiment when it was accepted. */
  public Optional<Forecast> of(ExperimentId experiment) {
    return Optional.ofNullable(all.get(experiment)).map(Expected::forecast);
  }

  /** The same of each experiment of which there is one. */
  public Map<ExperimentId, Forecast> forecasts() {
    return all.values().stream()
        .collect(Collectors.toMap(Expected::experiment, Expected::forecast));
  }

  /** How often forecasts held. */
  public Tally tally() {
    return tally;
  }

  void expect(ExperimentId experiment, Forecast forecast, int trials) {
    all.put(experiment, new Expected(experiment, forecast, trials));
  }

  /** A trial of it is over. */
  void ended(ExperimentId experiment, TrialStatus how, Instant when) {
    open(experiment)
        .ifPresent(
            it -> {
              if (how == TrialStatus.CANCELLED) {
                leaveOut(experiment);
                return;
              }
              all.put(experiment, it.with(it.left - 1));
              if (it.left == 1) {
                long more = it.forecast.holds(when) ? 1 : 0;
                tally = new Tally(tally.judged + 1, tally.within + more, tally.leftOut);
              }
            });
  }

  /** People want something else of it than it was accepted for. */
  void leaveOut(ExperimentId experiment) {
    open(experiment)
        .ifPresent(
            it -> {
              all.put(experiment, it.with(0));
              tally = new Tally(tally.judged, tally.within, tally.leftOut + 1);
            });
  }

  private Optional<Expected> open(ExperimentId experiment) {
    return Optional.ofNullable(all.get(experiment)).filter(it -> it.left > 0);
  }

  List<Expected> all() {
    return List.copyOf(all.values());
  }

  /** As it was. */
  void restore(Tally then, List<Expected> expected) {
    tally = then;
    expected.forEach(it -> all.put(it.experiment, it));
  }
}
