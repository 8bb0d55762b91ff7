package podium.dashboard.domain;

import podium.protocol.event.TrialStatus;

/** How many trials of an experiment are in each status. Immutable. */
public record Counts(
    int queued, int running, int paused, int succeeded, int failed, int cancelled, int stopped) {
  static Counts allQueued(int trials) {
    return new Counts(trials, 0, 0, 0, 0, 0, 0);
  }

  Counts moved(TrialStatus from, TrialStatus to) {
    return plus(from, -1).plus(to, 1);
  }

  /** With one more that waits. */
  Counts grown() {
    return plus(TrialStatus.QUEUED, 1);
  }

  private Counts plus(TrialStatus status, int change) {
    return switch (status) {
      case QUEUED ->
          new Counts(queued + change, running, paused, succeeded, failed, cancelled, stopped);
      case RUNNING ->
          new Counts(queued, running + change, paused, succeeded, failed, cancelled, stopped);
      case PAUSED ->
          new Counts(queued, running, paused + change, succeeded, failed, cancelled, stopped);
      case SUCCEEDED ->
          new Counts(queued, running, paused, succeeded + change, failed, cancelled, stopped);
      case FAILED ->
          new Counts(queued, running, paused, succeeded, failed + change, cancelled, stopped);
      case CANCELLED ->
          new Counts(queued, running, paused, succeeded, failed, cancelled + change, stopped);
      case STOPPED ->
          new Counts(queued, running, paused, succeeded, failed, cancelled, stopped + change);
    };
  }
}
