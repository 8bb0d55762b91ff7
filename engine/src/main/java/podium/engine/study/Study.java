package podium.engine.study;

import java.util.List;
import podium.engine.placement.Placement;
import podium.engine.placement.Rules;

/**
 * A cluster, a rule of placement and what a start-up costs: says how a trace would have gone. Pure.
 *
 * <p>At each arrival and each end the rule's order says whose turn it is, and whoever fits gets
 * slots: up to a node's slots on one node, more as whole idle nodes and the rest on another. What
 * then becomes of jobs that run already is the rule's {@link Placement#turnover()}: under {@code
 * order}, {@code fair} and {@code shortest} a started job keeps its slots to its end. All jobs have
 * one priority, and a model's name stands for an owner.
 */
public record Study(Cluster cluster, String rule, Overhead overhead) {
  public Study {
    if (Rules.named(rule).isEmpty()) {
      throw new IllegalArgumentException(
          "no rule of placement is named %s; allowed: %s"
              .formatted(rule, String.join(", ", Rules.names())));
    }
  }

  /**
   * How the jobs go, in the order of submission, as they are given where that is equal.
   *
   * @throws IllegalArgumentException if a job needs more slots than there are
   */
  public Outcome of(List<TraceJob> jobs) {
    for (TraceJob job : jobs) {
      if (job.slots() > cluster.slots()) {
        throw new IllegalArgumentException(
            "job %s needs %d slots; there are %d"
                .formatted(job.name(), job.slots(), cluster.slots()));
      }
    }
    return new Outcome(cluster, new Course(this, jobs).run());
  }

  Placement placement() {
    return Rules.named(rule).orElseThrow();
  }
}
