package podium.cli.view;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import podium.protocol.experiment.ExperimentSpec;
import podium.protocol.id.ExperimentId;
import podium.protocol.id.TrialId;

/** An accepted experiment. */
public record ExperimentRow(
    ExperimentId experiment, ExperimentSpec spec, List<TrialId> trials, Instant accepted) {
  public ExperimentRow {
    trials = List.copyOf(trials);
  }

  /** With one more trial. */
  ExperimentRow with(TrialId trial) {
    List<TrialId> all = new ArrayList<>(trials);
    all.add(trial);
    return new ExperimentRow(experiment, spec, all, accepted);
  }
}
