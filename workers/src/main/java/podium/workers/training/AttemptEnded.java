package podium.workers.training;

import podium.protocol.report.Outcome;

/** Thrown within an attempt to end it with an outcome and a message for people. */
final class AttemptEnded extends RuntimeException {
  private final transient Outcome outcome;

  AttemptEnded(Outcome outcome, String message) {
    super(message);
    this.outcome = outcome;
  }

  Outcome outcome() {
    return outcome;
  }
}
