package podium.dashboard.h2;

import java.util.UUID;
import org.jdbi.v3.core.Handle;
import podium.dashboard.domain.Batch;
import podium.dashboard.domain.LastRecord;
import podium.dashboard.domain.OtherProjectorException;
import podium.dashboard.domain.Position;
import podium.dashboard.domain.Position.LogId;
import podium.dashboard.domain.Totals;
import podium.engine.log.Fence;

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
    Fence fence = batch.place().fence();
    Totals totals = batch.totals();
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
            .bind("next", batch.next())
            .bind("lastOffset", batch.last().map(LastRecord::offset))
            .bind("lastHash", batch.last().map(LastRecord::sha256))
            .bind("term", fence.term())
            .bind("incarnation", fence.incarnation())
            .bind("index", fence.nextIndex())
            .bind("format", fence.format())
            .bind("head", fence.head())
            .bind("voided", batch.place().voided())
            .bind("notUnderstood", batch.place().notUnderstood())
            .bind("experiments", totals.experiments())
            .bind("rejected", totals.rejected())
            .bind("duplicates", totals.duplicates())
            .bind("lost", totals.lostRequests())
            .bind("fenced", totals.fencedReports())
            .bind("withoutEffect", totals.withoutEffect())
            .bind("refused", totals.refused())
            .bind("time", totals.time())
            .bind("expected", batch.expected())
            .execute();
    if (updated == 0) {
      throw new OtherProjectorException(batch.expected());
    }
  }
}
