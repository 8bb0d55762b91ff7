package podium.dashboard.domain;

import java.util.Optional;
import podium.protocol.id.ExperimentId;
import podium.protocol.id.TrialId;

/** The rows as they are now. */
public interface Rows {
  Optional<ExperimentRow> experiment(ExperimentId experiment);

  Optional<Trial> trial(TrialId trial);

  Optional<WorkerRow> worker(String worker);
}
