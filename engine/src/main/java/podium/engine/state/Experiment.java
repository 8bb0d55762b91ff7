package podium.engine.state;

import java.util.List;
import java.util.stream.IntStream;
import podium.protocol.experiment.ExperimentSpec;
import podium.protocol.id.ExperimentId;
import podium.protocol.id.TrialId;

/**
 * An accepted experiment.
 *
 * @param order grows with acceptance
 * @param spec as it was accepted
 * @param size how many trials it has, numbered from 1
 * @param priority of its trials, unless they were given one of their own
 */
public record Experiment(ExperimentId id, long order, ExperimentSpec spec, int size, int priority) {
  /** As it was accepted. */
  Experiment(ExperimentId id, long order, ExperimentSpec spec, int size) {
    this(id, order, spec, size, spec.priority());
  }

  /** The same with another priority. */
  Experiment with(int itsPriority) {
    return new Experiment(id, order, spec, size, itsPriority);
  }

  /** The ids of its trials, by number. */
  public List<TrialId> trials() {
    return IntStream.rangeClosed(1, size).mapToObj(id::trial).toList();
  }
}
