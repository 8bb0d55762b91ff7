package podium.engine.state;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import podium.protocol.experiment.ExperimentSpec;
import podium.protocol.experiment.Limits;
import podium.protocol.id.ExperimentId;
import podium.protocol.id.TrialId;
import podium.protocol.request.Action;

/**
 * An accepted experiment.
 *
 * @param order grows with acceptance
 * @param spec as it was accepted
 * @param size how many trials it has so far, numbered from 1
 * @param priority of its trials, unless they were given one of their own
 * @param given bounds that people gave it later; absent while they are as accepted
 * @param archived whether people put it aside; nothing of it waits or trains then
 */
public record Experiment(
    ExperimentId id,
    long order,
    ExperimentSpec spec,
    int size,
    int priority,
    Optional<Limits> given,
    boolean archived) {
  /** As it was accepted. */
  Experiment(ExperimentId id, long order, ExperimentSpec spec, int size) {
    this(id, order, spec, size, spec.priority(), Optional.empty(), false);
  }

  /** The same with what a change says of it. */
  Experiment with(Action.Change change) {
    return new Experiment(
        id,
        order,
        spec,
        size,
        change.priority().orElse(priority),
        change.hasLimits() ? Optional.of(limits(change)) : given,
        archived);
  }

  private Limits limits(Action.Change change) {
    Limits now = limits();
    return new Limits(
        now.trainImages(),
        change.wallSeconds().orElse(now.wallSeconds()),
        change.epochSeconds().orElse(now.epochSeconds()),
        change.slots().orElse(now.slots()));
  }

  /** The same, put aside or not. */
  Experiment archived(boolean now) {
    return new Experiment(id, order, spec, size, priority, given, now);
  }

  /** The same with one more trial. */
  Experiment grown() {
    return new Experiment(id, order, spec, size + 1, priority, given, archived);
  }

  /** How many trials it may have at last. */
  public int most() {
    return spec.search().learns() ? Math.max(size, (int) spec.trialCount()) : size;
  }

  /** How many slots each of its trials needs together. */
  public int slotsEach() {
    return spec.resources().slots();
  }

  /** The bounds of its trials as they are now. */
  public Limits limits() {
    return given.orElse(spec.limits());
  }

  /** How many slots its trials may have together; 0 means no bound. */
  public int slots() {
    return limits().slots();
  }

  /** Whose it is; empty where nobody said so. */
  public String owner() {
    return spec.owner();
  }

  /** The ids of its trials, by number. */
  public List<TrialId> trials() {
    return IntStream.rangeClosed(1, size).mapToObj(id::trial).toList();
  }
}
