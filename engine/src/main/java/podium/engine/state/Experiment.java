package podium.engine.state;

import java.util.List;
import podium.protocol.experiment.ExperimentSpec;

/** An accepted experiment; {@code order} grows with acceptance. */
public record Experiment(String id, long order, ExperimentSpec spec, List<String> trials) {
  public Experiment {
    trials = List.copyOf(trials);
  }
}
