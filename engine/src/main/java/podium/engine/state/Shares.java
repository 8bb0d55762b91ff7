package podium.engine.state;

import java.util.HashMap;
import java.util.Map;
import podium.protocol.event.DecisionSettings;
import podium.protocol.id.ExperimentId;

/** How many slots experiments and owners have, and whether they may have more. Not thread-safe. */
final class Shares implements SlotLimits {
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

  @Override
  public boolean isBound(String owner) {
    return settings.share(owner).slots() > 0;
  }

  @Override
  public boolean keepsRoom(String owner, int slots) {
    return slots > 1
        && slots <= settings.share(owner).slots()
        && settings.rules() >= DecisionSettings.WITH_ROOM_KEPT;
  }

  @Override
  public int room(String owner) {
    return room(settings.share(owner).slots(), ofOwners.getOrDefault(owner, 0));
  }

  private static int room(int limit, int held) {
    return limit == 0 ? Integer.MAX_VALUE : limit - held;
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

  /** Whether no further trial of it may have its slots. */
  boolean isFull(Experiment experiment) {
    return isFull(experiment, new Held(0, 0));
  }

  /** The same once its trials, and those of its owner, have so many more. */
  boolean isFull(Experiment experiment, Held more) {
    return isFull(experiment, more.byExperiment())
        || room(experiment.owner()) - more.byOwner() < experiment.slotsEach();
  }

  @Override
  public boolean isFullItself(Experiment experiment) {
    return isFull(experiment, 0);
  }

  private boolean isFull(Experiment experiment, int more) {
    int held = ofExperiments.getOrDefault(experiment.id(), 0) + more;
    return room(experiment.slots(), held) < experiment.slotsEach();
  }

  /** Whether its owner may not have the slots of a further trial of it. */
  boolean isOwnerFull(Experiment experiment) {
    return room(experiment.owner()) < experiment.slotsEach();
  }

  Map<ExperimentId, Integer> ofExperiments() {
    return Map.copyOf(ofExperiments);
  }

  Map<String, Integer> ofOwners() {
    return Map.copyOf(ofOwners);
  }
}
