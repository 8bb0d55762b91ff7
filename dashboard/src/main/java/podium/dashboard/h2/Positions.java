package podium.dashboard.h2;

import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import podium.dashboard.domain.Batch;
import podium.dashboard.domain.LastRecord;
import podium.dashboard.domain.OtherProjectorException;
import podium.dashboard.domain.Position;
import podium.dashboard.domain.Position.LogId;
import podium.dashboard.domain.Totals;
import podium.engine.log.Fence;
import podium.engine.log.LogCursor;

/** The one row that says how far the board is. */
final class Positions {
  private Positions() {}

  static Position read(Handle handle) {
    return handle
        .createQuery("SELECT * FROM position")
        .map((row, context) -> RowReader.position(row))
        .one();
  }

  static void beginIfNew(Handle handle) {
    if (handle.createQuery("SELECT COUNT(*) FROM position").mapTo(Long.class).one() == 0) {
      begin(handle, LogId.NONE);
    }
  }

  static void begin(Handle handle, LogId log) {
    handle
        .createUpdate(
            "INSERT INTO position (generation, cluster_id, topic_id, log_offset, term,"
                + " incarnation, next_index, head, voided, experiments, rejected, duplicates,"
                + " lost_requests, fenced_reports)"
                + " VALUES (:generation, :cluster, :topic, 0, 0, '', 0, :head, 0, 0, 0, 0, 0, 0)")
        .bind("generation", UUID.randomUUID().toString())
        .bind("cluster", log.cluster())
        .bind("topic", log.topic())
        .bind("head", Fence.NO_HEAD)
        .execute();
  }

  /** Moves on to a batch's end, if the board is still at its beginning. */
  static void advance(Handle handle, Batch batch) {
    move(handle, batch.expected(), batch.next(), batch.last(), batch.place(), batch.totals());
  }

  /** Puts another position in the place of the one that is there, of the same log. */
  static void show(Handle handle, Position position) {
    move(
        handle,
        read(handle).offset(),
        position.offset(),
        position.last(),
        position.place(),
        position.totals());
  }

  private static void move(
      Handle handle,
      long expected,
      long next,
      Optional<LastRecord> last,
      LogCursor.Place place,
      Totals totals) {
    Fence fence = place.fence();
    int updated =
        handle
            .createUpdate(
                "UPDATE position SET log_offset = :next, last_offset = COALESCE(:lastOffset,"
                    + " last_offset), last_sha256 = COALESCE(:lastHash, last_sha256), term = :term,"
                    + " incarnation = :incarnation, format = :format, next_index = :index, head ="
                    + " :head, voided = :voided, not_understood = :notUnderstood, experiments ="
                    + " :experiments, rejected = :rejected, duplicates = :duplicates, lost_requests"
                    + " = :lost, fenced_reports = :fenced, without_effect = :withoutEffect, refused"
                    + " = :refused, last_event = :time WHERE log_offset = :expected")
            .bind("next", next)
            .bind("lastOffset", last.map(LastRecord::offset))
            .bind("lastHash", last.map(LastRecord::sha256))
            .bind("term", fence.term())
            .bind("incarnation", fence.incarnation())
            .bind("index", fence.nextIndex())
            .bind("format", fence.format())
            .bind("head", fence.head())
            .bind("voided", place.voided())
            .bind("notUnderstood", place.notUnderstood())
            .bind("experiments", totals.experiments())
            .bind("rejected", totals.rejected())
            .bind("duplicates", totals.duplicates())
            .bind("lost", totals.lostRequests())
            .bind("fenced", totals.fencedReports())
            .bind("withoutEffect", totals.withoutEffect())
            .bind("refused", totals.refused())
            .bind("time", totals.time())
            .bind("expected", expected)
            .execute();
    if (updated == 0) {
      throw new OtherProjectorException(expected);
    }
  }
}
