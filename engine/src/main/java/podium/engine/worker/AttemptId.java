package podium.engine.worker;

import podium.protocol.report.Report;

/** Which attempt of which trial. */
public record AttemptId(String trial, int attempt) {
  /** The attempt a report tells of. */
  public static AttemptId of(Report report) {
    return new AttemptId(report.trial(), report.attempt());
  }

  /** The name of its file: trial.attempt. */
  @Override
  public String toString() {
    return trial + "." + attempt;
  }
}
