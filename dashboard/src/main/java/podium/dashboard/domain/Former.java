package podium.dashboard.domain;

import java.util.List;

/** Rows as they were before a stretch of the log, of those that it changed. Immutable. */
public record Former(
    List<ExperimentRow> experiments, List<TrialRow> trials, List<WorkerRow> workers) {
  public Former {
    experiments = List.copyOf(experiments);
    trials = List.copyOf(trials);
    workers = List.copyOf(workers);
  }
}
