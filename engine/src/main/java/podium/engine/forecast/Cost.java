package podium.engine.forecast;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import podium.engine.state.SchedulerState;
import podium.protocol.experiment.ExperimentSpec;
import podium.protocol.experiment.TrialSpec;

/** How long slots would be kept busy, by what was seen of epochs alike. Pure. */
public final class Cost {
  private Cost() {}

  /**
   * Milliseconds of slots that these trials of an experiment take together, if none ends early;
   * nothing where no epoch of one of their models was seen.
   */
  public static OptionalLong slotMillis(
      SchedulerState state, ExperimentSpec spec, List<Map<String, Object>> assignments) {
    int slots = spec.resources().slots();
    Map<TrialSpec, Optional<Long>> seen = new HashMap<>();
    long sum = 0;
    for (Map<String, Object> assignment : assignments) {
      Optional<Long> one =
          seen.computeIfAbsent(
              unseeded(spec.trial(assignment)), trial -> millis(state, slots, trial));
      if (one.isEmpty()) {
        return OptionalLong.empty();
      }
      sum += slots * one.get();
    }
    return OptionalLong.of(sum);
  }

  private static TrialSpec unseeded(TrialSpec trial) {
    return new TrialSpec(
        trial.model(), 0, trial.dataset(), trial.pretrained(), trial.recipe(), trial.limits());
  }

  private static Optional<Long> millis(SchedulerState state, int slots, TrialSpec trial) {
    Optional<Long> setUp =
        middle(state.setUpsLike(slots, trial))
            .or(() -> middle(state.setUpsLike(slots, trial.model())));
    return middle(state.epochsLike(slots, trial))
        .or(() -> middle(state.epochsLike(slots, trial.model())))
        .map(epoch -> setUp.orElse(0L) + epoch * trial.recipe().epochs());
  }

  private static Optional<Long> middle(SortedMap<String, List<Long>> byDevice) {
    List<Long> all = byDevice.values().stream().flatMap(Collection::stream).sorted().toList();
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() / 2));
  }
}
