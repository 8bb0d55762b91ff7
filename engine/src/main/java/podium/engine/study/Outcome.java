package podium.engine.study;

import java.util.List;

/** What a study came to: its jobs in the order of submission. */
public record Outcome(Cluster cluster, List<Ended> jobs) {
  public Outcome {
    jobs = List.copyOf(jobs);
  }

  /**
   * A job that is over.
   *
   * @param served seconds in which it had slots
   * @param end seconds, by the trace's clock
   */
  public record Ended(TraceJob job, double served, double end) {
    /** Seconds from submission to end. */
    public double completion() {
      return end - job.submitted();
    }

    /** Seconds from submission to end without slots. */
    public double waiting() {
      return completion() - served;
    }
  }

  /** Seconds of completion. */
  public Spread completion() {
    return Spread.of(jobs.stream().mapToDouble(Ended::completion));
  }

  /** Seconds of waiting. */
  public Spread waiting() {
    return Spread.of(jobs.stream().mapToDouble(Ended::waiting));
  }

  /** Time of the last end, in seconds by the trace's clock. */
  public double makespan() {
    return jobs.stream().mapToDouble(Ended::end).max().orElse(0);
  }

  /** Share of all slots that was given away, from the first submission to the last end. */
  public double utilisation() {
    double first = jobs.stream().mapToDouble(ended -> ended.job().submitted()).min().orElse(0);
    double had = jobs.stream().mapToDouble(it -> it.served() * it.job().slots()).sum();
    double all = cluster.slots() * (makespan() - first);
    return all > 0 ? had / all : 0;
  }
}
