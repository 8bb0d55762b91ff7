package podium.dashboard.domain;

import java.util.Optional;

/** The rows as they are now. */
public interface Rows {
  Optional<ExperimentRow> experiment(String experiment);

  Optional<Trial> trial(String trial);

  Optional<WorkerRow> worker(String worker);
}
