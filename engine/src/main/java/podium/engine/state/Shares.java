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

  /**
   * A trial of the experiment has so many slots more, or less.
   *
   * @return whether its owner may have a further slot now and could not before, or the other way
   *     round
   */
  boolean add(Experiment experiment, int slots) {
    boolean before = isFull(experiment.owner());
    count(ofExperiments, experiment.id(), slots);
    count(ofOwners, experiment.owner(), slots);
    return isFull(experiment.owner()) != before;
  }

  private static <K> void count(Map<K, Integer> counts, K of, int more) {
    if (counts.merge(of, more, Integer::sum) == 0) {
      counts.remove(of);
    }
  }

  /** Slots of an experiment, and of its owner. */
  record Held(int byExperiment, int byOwner) {}

  /** How many slots an experiment's trials have. */
  int of(ExperimentId experiment) {
    return ofExperiments.getOrDefault(experiment, 0);
  }

  /** How many slots an owner's trials have. */
  int of(String owner) {
    return ofOwners.getOrDefault(owner, 0);
  }

  /** Whether its trials may have no further slot. */
  boolean isFull(Experiment experiment) {
    return isFull(experiment, new Held(0, 0));
  }

  /** The same once they have so many more. */
  boolean isFull(Experiment experiment, Held more) {
    return reached(
            experiment.slots(),
            ofExperiments.getOrDefault(experiment.id(), 0) + more.byExperiment())
        || reached(
            settings.share(experiment.owner()).slots(),
            ofOwners.getOrDefault(experiment.owner(), 0) + more.byOwner());
  }

  /** Whether the trials of all its experiments may have no further slot. */
  boolean isFull(String owner) {
    return reached(settings.share(owner).slots(), ofOwners.getOrDefault(owner, 0));
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
