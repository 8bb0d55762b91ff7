package podium.dashboard.domain;

/**
 * A trial as the board shows it: one row of the leaderboard. Immutable.
 *
 * @param offset of the last event that changed this row
 */
public record TrialRow(
    TrialIdentity identity, Standing standing, Learning learning, TrialData data, long offset) {

  /** Of a trial that is new at an offset. */
  public static TrialRow fresh(TrialIdentity identity, long offset) {
    return new TrialRow(identity, Standing.queued(offset), Learning.NONE, TrialData.NONE, offset);
  }
}
