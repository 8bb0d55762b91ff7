package podium.engine.state;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import podium.protocol.id.ExperimentId;
import podium.protocol.id.TrialId;

/**
 * Every trial that was accepted; of one that ended only what is still asked of it. Confined to its
 * state's owner.
 */
final class Trials {
  private final Map<TrialId, Trial> open = new HashMap<>();
  private final Map<ExperimentId, EndedTrials> ended = new HashMap<>();
  private final Holders holders = new Holders();

  void add(Trial trial) {
    open.put(trial.id(), trial);
  }

  Optional<Trial> get(TrialId id) {
    Optional<Trial> known = Optional.ofNullable(open.get(id));
    return known.isPresent()
        ? known
        : Optional.ofNullable(ended.get(id.experiment())).flatMap(it -> it.get(id.number()));
  }

  /** Whatever changed about one that ended is forgotten, but for what is still asked. */
  void keep(Trial trial) {
    if (trial.status.ended()) {
      open.remove(trial.id());
      ended(trial.experiment).put(trial);
    }
  }

  /** The trial, if it ended and not well, from now on as one that did not. */
  Optional<Trial> revive(TrialId id, Map<String, Object> assignment) {
    Optional<Trial> revived =
        Optional.ofNullable(ended.get(id.experiment()))
            .flatMap(it -> it.revive(id.number(), assignment));
    revived.ifPresent(this::add);
    return revived;
  }

  /** Hands over the trial, if it did not end. */
  void open(TrialId id, Consumer<Trial> to) {
    Optional.ofNullable(open.get(id)).ifPresent(to);
  }

  /** What a trial that was revived could go on from; asked once. */
  Checkpoints checkpoints(TrialId id) {
    return Optional.ofNullable(ended.get(id.experiment()))
        .map(it -> it.take(id.number()))
        .orElse(Checkpoints.NONE);
  }

  /** What is left of a trial that ended. */
  Checkpoints left(TrialId id) {
    return Optional.ofNullable(ended.get(id.experiment()))
        .map(it -> it.left(id.number()))
        .orElse(Checkpoints.NONE);
  }

  /** Those of that experiment that ended are of this one. */
  void of(Experiment changed) {
    Optional.ofNullable(ended.get(changed.id())).ifPresent(it -> it.of(changed));
  }

  EndedTrials ended(Experiment experiment) {
    return ended.computeIfAbsent(experiment.id(), id -> new EndedTrials(experiment, holders));
  }

  /** Those of them that ended, if there are any. */
  Optional<EndedTrials> endedOf(Experiment experiment) {
    return Optional.ofNullable(ended.get(experiment.id()));
  }

  /** Those that did not end. */
  Collection<Trial> open() {
    return Collections.unmodifiableCollection(open.values());
  }

  /** All of them, in no order. */
  Stream<Trial> all() {
    return Stream.concat(open.values().stream(), ended.values().stream().flatMap(EndedTrials::all));
  }

  Holders holders() {
    return holders;
  }
}
