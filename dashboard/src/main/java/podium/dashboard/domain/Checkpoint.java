package podium.dashboard.domain;

import podium.engine.log.LogCursor;

/**
 * A place of the log from which the board can be folded again. Immutable.
 *
 * @param offset of the first record behind it
 */
public record Checkpoint(long offset, LogCursor.Place place, Totals totals) {
  /** Records between two of them, at least. */
  public static final long EVERY = 2_500;

  /** Where a position stands. */
  public static Checkpoint of(Position position) {
    return new Checkpoint(position.offset(), position.place(), position.totals());
  }
}
