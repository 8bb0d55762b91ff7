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
 * @param size how many trials it has, numbered from 1
 */
public record Experiment(ExperimentId id, long order, ExperimentSpec spec, int size) {
  /** The ids of its trials, by number. */
  public List<TrialId> trials() {
    return IntStream.rangeClosed(1, size).mapToObj(id::trial).toList();
  }
}
