package podium.dashboard.h2;

import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import podium.dashboard.domain.Batch;
import podium.dashboard.domain.Checkpoint;
import podium.dashboard.domain.FactRow;
import podium.dashboard.domain.Position;

/**
 * Writes what it takes to fold the board again: rows as they were at the last checkpoint, before
 * their first change behind it, and records that no list of events has. Not thread-safe.
 */
final class PastWriter {
  private final RowWriter rows;

  PastWriter(RowWriter rows) {
    this.rows = rows;
  }

  /**
   * Writes a batch's past, and a checkpoint where one is due.
   *
   * @param last offset of the last checkpoint
   * @param every how many records lie between two of them, at least
   * @return the offset of the one that is the last now
   */
  long write(Batch batch, Position after, long last, long every) throws SQLException {
    List<FormerRow> formers =
        Stream.of(
                batch.former().experiments().stream().map(row -> FormerRow.of(row, last)),
                batch.former().trials().stream().map(row -> FormerRow.of(row, last)),
                batch.former().workers().stream().map(row -> FormerRow.of(row, last)))
            .flatMap(each -> each)
            // why: what changed behind the checkpoint before is kept already
            .filter(row -> row.from() < last)
            .toList();
    rows.add("past.former", 6, formers, PastWriter::former);
    rows.add("past.fact", 7, batch.facts(), PastWriter::fact);
    if (after.offset() - last < every) {
      return last;
    }
    checkpoint(after);
    return after.offset();
  }

  /** Makes a position one to fold from. */
  void checkpoint(Position position) throws SQLException {
    rows.add("past.checkpoint", 3, List.of(Checkpoint.of(position)), PastWriter::checkpoint);
  }

  private static void checkpoint(Binder to, Checkpoint row) throws SQLException {
    to.whole(row.offset()).maybe(row.totals().time()).text(Json.write(row));
  }

  private static void former(Binder to, FormerRow row) throws SQLException {
    to.text(row.kind().name())
        .whole(FormerRow.level(row.until() - row.from()))
        .whole(row.from())
        .text(row.id())
        .whole(row.until())
        .maybe(row.value());
  }

  private static void fact(Binder to, FactRow row) throws SQLException {
    to.whole(row.offset())
        .maybe(row.time())
        .whole(row.term())
        .whole(row.voided())
        .whole(row.notUnderstood())
        .any(row.refused())
        .maybe(row.value());
  }
}
