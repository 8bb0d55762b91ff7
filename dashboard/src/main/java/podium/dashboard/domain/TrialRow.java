package podium.dashboard.domain;

/**
 * A trial as the board shows it: one row of the leaderboard. Immutable.
 *
 * @param offset of the last event that changed this row
 */
public record TrialRow(
    TrialIdentity identity, Standing standing, Learning learning, TrialData data, long offset) {}
