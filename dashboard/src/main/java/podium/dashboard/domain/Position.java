package podium.dashboard.domain;

import java.util.Optional;
import podium.engine.log.LogCursor;

/**
 * How far the board has followed which log. Immutable.
 *
 * @param offset of the next record to read
 * @param last record that was taken; empty before the first, and until the first commit of a board
 *     of an earlier version
 * @param generation random id of this building of the board; another one after each rebuild
 */
public record Position(
    String generation,
    LogId log,
    long offset,
    Optional<LastRecord> last,
    LogCursor.Place place,
    Totals totals) {
  /** Of a board that was never read. */
  public static final Position NOWHERE = begin("", LogId.NONE);

  /** Which log: empty texts before the first was met. */
  public record LogId(String cluster, String topic) {
    /** No log yet. */
    public static final LogId NONE = new LogId("", "");
  }

  /** Before the first record of a log. */
  public static Position begin(String generation, LogId log) {
    return new Position(generation, log, 0, Optional.empty(), LogCursor.Place.START, Totals.NONE);
  }

  /** What people should know of a board that does not know everything. */
  public Optional<String> incomplete() {
    return place.complete()
        ? Optional.empty()
        : Optional.of(
            ("%d records of the log are of a later version of Podium; this board is incomplete, and"
                    + " what follows the first of them is shown as it stands there, unjudged. Use a"
                    + " newer podium")
                .formatted(place.notUnderstood()));
  }

  /** The position once the batch is committed. */
  public Position after(Batch batch) {
    return new Position(
        generation, log, batch.next(), batch.last().or(() -> last), batch.place(), batch.totals());
  }
}
