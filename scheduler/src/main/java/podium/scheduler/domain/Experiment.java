package podium.scheduler.domain;

import java.util.List;
import podium.protocol.experiment.ExperimentSpec;

/** An accepted experiment; {@code order} grows with acceptance. */
record Experiment(String id, long order, ExperimentSpec spec, List<String> trials) {
  Experiment {
    trials = List.copyOf(trials);
  }
}
