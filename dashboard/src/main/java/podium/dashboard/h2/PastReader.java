package podium.dashboard.h2;

import com.fasterxml.jackson.core.type.TypeReference;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import podium.dashboard.domain.BadQueryException;
import podium.dashboard.domain.BoardFold;
import podium.dashboard.domain.Checkpoint;
import podium.dashboard.domain.NoEffectRow;
import podium.engine.log.Fence;
import podium.engine.log.LogCursor;
import podium.protocol.codec.LogRecord;
import podium.protocol.codec.MalformedMessageException;
import podium.protocol.event.Entry;

/** Reads what it takes to fold the board again. Stateless. */
final class PastReader {
  private static final TypeReference<Checkpoint> CHECKPOINT = new TypeReference<>() {};
  private static final byte[] NOTHING = new byte[0];

  private PastReader() {}

  /** The last checkpoint that is not behind an offset. */
  static Checkpoint checkpoint(Handle handle, long offset) {
    return handle
        .createQuery(
            "SELECT checkpoint FROM past.checkpoint WHERE log_offset <= :offset ORDER BY"
                + " log_offset DESC LIMIT 1")
        .bind("offset", offset)
        .mapTo(String.class)
        .findOne()
        .map(json -> Json.read(json, CHECKPOINT))
        .orElseThrow(
            () ->
                new BadQueryException(
                    "this board knows its log from offset %d on; at is %d"
                        .formatted(begin(handle), offset)));
  }

  private static long begin(Handle handle) {
    return handle
        .createQuery("SELECT MIN(log_offset) FROM past.checkpoint")
        .mapTo(Long.class)
        .one();
  }

  /** The offset of the last checkpoint; nothing before the first. */
  static Optional<Long> last(Handle handle) {
    return handle
        .createQuery("SELECT log_offset FROM past.checkpoint ORDER BY log_offset DESC LIMIT 1")
        .mapTo(Long.class)
        .findOne();
  }

  /** Rows of a kind as they were at a checkpoint, of those that changed behind it, by their ids. */
  static Map<String, FormerRow> formers(Handle handle, FormerRow.Kind kind, long checkpoint) {
    Map<String, FormerRow> found = new HashMap<>();
    long longest = Math.max(1, last(handle).orElse(checkpoint));
    for (int level = 0; level <= FormerRow.level(longest); level++) {
      // why: whatever is kept at a level and holds at the checkpoint begins this near to it
      long nearest = checkpoint - (2L << level);
      handle
          .createQuery(
              "SELECT from_offset, id, until_offset, former FROM past.former WHERE kind = :kind AND"
                  + " level = :level AND from_offset > :nearest AND from_offset < :checkpoint AND"
                  + " until_offset >= :checkpoint")
          .bind("kind", kind.name())
          .bind("level", level)
          .bind("nearest", nearest)
          .bind("checkpoint", checkpoint)
          .map(
              (row, context) ->
                  new FormerRow(
                      kind,
                      row.getLong(1),
                      row.getString(2),
                      row.getLong(3),
                      Optional.ofNullable(row.getString(4))))
          .forEach(row -> found.put(row.id(), row));
    }
    return found;
  }

  private record Fact(
      long term, long voided, long notUnderstood, boolean refused, boolean valued) {}

  /** A record: its text in a trial's list, or what is kept of it beside those. */
  private record Kept(String json, Optional<Fact> fact) {}

  /**
   * Folds what stands in the log from a checkpoint up to an offset; the place of its reader there.
   */
  static LogCursor.Place fold(Handle handle, Checkpoint from, long offset, BoardFold fold) {
    Map<Long, NoEffectRow> idle = new HashMap<>();
    between(handle, "SELECT * FROM public.without_effect", from, offset)
        .map((row, context) -> RowReader.withoutEffect(row))
        .forEach(row -> idle.put(row.offset(), row));
    LogCursor.Place place = from.place();
    for (Map.Entry<Long, Kept> record : records(handle, from, offset).entrySet()) {
      Kept kept = record.getValue();
      Optional<byte[]> value =
          kept.fact().isEmpty()
              ? Optional.of(kept.json().getBytes(StandardCharsets.UTF_8))
              : kept.fact().filter(Fact::valued).map(it -> value(handle, record.getKey()));
      fold.again(
          record.getKey(),
          value.map(PastReader::entry),
          value.orElse(NOTHING),
          Optional.ofNullable(idle.get(record.getKey())),
          kept.fact().filter(Fact::refused).isPresent());
      if (kept.fact().isPresent()) {
        place = place(place, kept.fact().get());
      }
    }
    return place;
  }

  private static SortedMap<Long, Kept> records(Handle handle, Checkpoint from, long offset) {
    SortedMap<Long, Kept> records = new TreeMap<>();
    between(handle, "SELECT log_offset, json FROM public.event", from, offset)
        .map(
            (row, context) ->
                Map.entry(row.getLong(1), new Kept(row.getString(2), Optional.empty())))
        .forEach(row -> records.put(row.getKey(), row.getValue()));
    // why: what stands in both is longer than a trial's list has it
    between(
            handle,
            "SELECT log_offset, term, voided, not_understood, refused, fact IS NOT NULL FROM"
                + " past.fact",
            from,
            offset)
        .map((row, context) -> Map.entry(row.getLong(1), new Kept("", Optional.of(fact(row)))))
        .forEach(row -> records.put(row.getKey(), row.getValue()));
    return records;
  }

  private static Query between(Handle handle, String select, Checkpoint from, long to) {
    return handle
        .createQuery(select + " WHERE log_offset >= :from AND log_offset < :to ORDER BY log_offset")
        .bind("from", from.offset())
        .bind("to", to);
  }

  private static Fact fact(ResultSet row) throws SQLException {
    return new Fact(
        row.getLong(2), row.getLong(3), row.getLong(4), row.getBoolean(5), row.getBoolean(6));
  }

  // why: nobody reads on from there, so the fence needs no more than what is shown of it
  private static LogCursor.Place place(LogCursor.Place before, Fact last) {
    Fence fence = before.fence();
    return new LogCursor.Place(
        new Fence(
            fence.format(), last.term(), fence.incarnation(), fence.nextIndex(), fence.head()),
        last.voided(),
        last.notUnderstood());
  }

  private static byte[] value(Handle handle, long offset) {
    return handle
        .createQuery("SELECT fact FROM past.fact WHERE log_offset = :offset")
        .bind("offset", offset)
        .map((row, context) -> row.getBytes(1))
        .one();
  }

  private static Entry entry(byte[] record) {
    try {
      return LogRecord.read(record).entry();
    } catch (MalformedMessageException e) {
      throw new IllegalStateException("a record that was taken can no longer be read", e);
    }
  }

  /**
   * The offset behind the last record of a time or an earlier one, by what records tell; nothing
   * before the first.
   */
  static Optional<Long> offset(Handle handle, Instant time) {
    return handle
        .createQuery(
            "SELECT log_offset FROM past.checkpoint WHERE event_time <= :time OR event_time IS NULL"
                + " ORDER BY log_offset DESC LIMIT 1")
        .bind("time", time)
        .mapTo(Long.class)
        .findOne()
        .flatMap(checkpoint -> offset(handle, checkpoint, time));
  }

  private static Optional<Long> offset(Handle handle, long checkpoint, Instant time) {
    long next =
        handle
            .createQuery("SELECT MIN(log_offset) FROM past.checkpoint WHERE log_offset > :it")
            .bind("it", checkpoint)
            .mapTo(Long.class)
            .findOne()
            .orElse(Long.MAX_VALUE);
    Optional<Long> behind =
        Stream.of("public.event", "past.fact")
            .flatMap(
                table ->
                    handle
                        .createQuery(
                            "SELECT MAX(log_offset) FROM %s WHERE log_offset >= :from AND log_offset"
                                    .formatted(table)
                                + " < :next AND event_time <= :time")
                        .bind("from", checkpoint)
                        .bind("next", next)
                        .bind("time", time)
                        .mapTo(Long.class)
                        .findOne()
                        .stream())
            .max(Comparator.naturalOrder())
            .map(last -> last + 1);
    return behind.or(() -> Optional.of(checkpoint).filter(it -> it > 0));
  }
}
