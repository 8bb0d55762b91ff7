package podium.engine.audit;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import podium.protocol.event.TrialEntry;
import podium.protocol.experiment.ExperimentSpec;

/** What the auditor knows of a search that learns. Confined to its auditor. */
final class AuditedSearch {
  private final ExperimentSpec spec;
  private final Set<Map<String, Object>> points = new HashSet<>();
  private int made;

  AuditedSearch(ExperimentSpec spec, List<TrialEntry> first) {
    this.spec = spec;
    first.forEach(this::add);
  }

  ExperimentSpec spec() {
    return spec;
  }

  /** How many trials there are. */
  int made() {
    return made;
  }

  boolean complete() {
    return made >= spec.trialCount();
  }

  /** There is one more; whether its point is new. */
  boolean add(TrialEntry trial) {
    made++;
    return points.add(trial.assignment());
  }
}
