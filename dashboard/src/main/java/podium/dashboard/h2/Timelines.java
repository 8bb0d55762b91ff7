package podium.dashboard.h2;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import podium.dashboard.domain.AttemptRow;
import podium.dashboard.domain.Position;
import podium.dashboard.domain.Timeline;

/** Who had which slot when, and when the log was where. Stateless. */
final class Timelines {
  private static final String WITHIN =
      " FROM attempt WHERE placed_at < :to AND (ended_at IS NULL OR ended_at > :from)";

  private static final Instant ALWAYS = Instant.parse("9999-01-01T00:00:00Z");

  private Timelines() {}

  static Timeline timeline(Handle handle, Timeline.Span span, int most) {
    long total = within(handle, "SELECT COUNT(*)" + WITHIN, span).mapTo(Long.class).one();
    List<AttemptRow> latest =
        within(handle, "SELECT *" + WITHIN + " ORDER BY from_offset DESC LIMIT " + most, span)
            .map((row, context) -> RowReader.attempt(row))
            .list();
    return new Timeline(total, latest.reversed());
  }

  private static Query within(Handle handle, String sql, Timeline.Span span) {
    return handle
        .createQuery(sql)
        .bind("from", span.from().orElse(Instant.EPOCH))
        .bind("to", span.to().orElse(ALWAYS));
  }

  static List<Timeline.Moment> moments(Handle handle, Position end, int most) {
    List<Timeline.Moment> all = new ArrayList<>();
    handle
        .createQuery("SELECT MIN(event_time) FROM past.fact WHERE log_offset < 1000")
        .mapTo(Instant.class)
        .findOne()
        .ifPresent(first -> all.add(new Timeline.Moment(0, Optional.of(first))));
    List<Timeline.Moment> between =
        handle
            .createQuery(
                "SELECT log_offset, event_time FROM past.checkpoint WHERE event_time IS NOT NULL"
                    + " ORDER BY log_offset")
            .map(
                (row, context) ->
                    new Timeline.Moment(
                        row.getLong(1), Optional.ofNullable(row.getObject(2, Instant.class))))
            .list();
    int step = 1 + between.size() / most;
    for (int at = 0; at < between.size(); at += step) {
      all.add(between.get(at));
    }
    all.add(new Timeline.Moment(end.offset(), end.totals().time()));
    return List.copyOf(all);
  }
}
