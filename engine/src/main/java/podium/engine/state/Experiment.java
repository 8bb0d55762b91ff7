package podium.engine.state;

import java.util.List;
import podium.protocol.experiment.ExperimentSpec;
import podium.protocol.id.ExperimentId;
import podium.protocol.id.TrialId;

/** An accepted experiment; {@code order} grows with acceptance. */
public record Experiment(ExperimentId id, long order, ExperimentSpec spec, List<TrialId> trials) {
  public Experiment {
    trials = List.copyOf(trials);
  }
}
