package podium.engine.state;

import java.util.HashMap;
import java.util.Map;
import podium.protocol.event.DecisionSettings;
import podium.protocol.id.ExperimentId;

/** How many slots experiments and owners have, and whether they may have more. Not thread-safe. */
final class Shares {
  private final Map<ExperimentId, Integer> ofExperiments = new HashMap<>();
  private final Map<String, Integer> ofOwners = new HashMap<>();
  private DecisionSettings settings = DecisionSettings.DEFAULT;

  /** What owners may have is as these say. */
  void follow(DecisionSettings now) {
    settings = now;
  }

  /** A trial of the experiment has so many slots more, or less. */
  void add(Experiment experiment, int slots) {
    count(ofExperiments, experiment.id(), slots);
    count(ofOwners, experiment.owner(), slots);
  }

  private static <K> void count(Map<K, Integer> counts, K of, int more) {
    if (counts.merge(of, more, Integer::sum) == 0) {
      counts.remove(of);
    }
  }

  /** Whether its trials may have no further slot. */
  boolean isFull(Experiment experiment) {
    return reached(experiment.slots(), ofExperiments.getOrDefault(experiment.id(), 0))
        || reached(
            settings.share(experiment.owner()).slots(),
            ofOwners.getOrDefault(experiment.owner(), 0));
  }

  private static boolean reached(int limit, int held) {
    return limit > 0 && held >= limit;
  }

  Map<ExperimentId, Integer> ofExperiments() {
    return Map.copyOf(ofExperiments);
  }

  Map<String, Integer> ofOwners() {
    return Map.copyOf(ofOwners);
  }
}
