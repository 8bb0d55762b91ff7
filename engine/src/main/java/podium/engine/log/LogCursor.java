package podium.engine.log;

import java.util.Optional;
import podium.protocol.codec.LogRecord;
import podium.protocol.codec.MalformedMessageException;
import podium.protocol.event.Entry;

/**
 * The only way anybody reads the event log, from any source: every record in the order of offsets,
 * whatever is in it. Not thread-safe.
 */
public final class LogCursor {
  private Place place;

  /**
   * How far a reader came.
   *
   * @param fence after the last record that counts
   * @param voided records that do not count
   * @param notUnderstood records that count and that this version does not know
   */
  public record Place(Fence fence, long voided, long notUnderstood) {
    /** Before the log's first record. */
    public static final Place START = new Place(Fence.START, 0, 0);

    /** Whether everything that counts was understood. */
    public boolean complete() {
      return notUnderstood == 0;
    }
  }

  /** A cursor that goes on where another one came to. */
  public LogCursor(Place place) {
    this.place = place;
  }

  /** A cursor before the log's first record. */
  public LogCursor() {
    this(Place.START);
  }

  /** How far it came. */
  public Place place() {
    return place;
  }

  /**
   * Reads the next record.
   *
   * @param record its bytes as they lie in the log; none of a record without a value
   */
  public Reading read(long offset, byte[] record) {
    LogRecord read;
    try {
      read = LogRecord.read(record);
    } catch (MalformedMessageException e) {
      return voided(new Reading.Voided(offset, Optional.empty(), e.getMessage()));
    }
    Optional<String> against = place.fence().against(read.envelope());
    if (against.isPresent()) {
      return voided(new Reading.Voided(offset, Optional.of(read.envelope()), against.get()));
    }
    Fence after = place.fence().after(read.envelope(), record);
    try {
      Reading counted = new Reading.Counted(offset, read.entry());
      place = new Place(after, place.voided(), place.notUnderstood());
      return counted;
    } catch (MalformedMessageException e) {
      place = new Place(after, place.voided(), place.notUnderstood() + 1);
      return new Reading.NotUnderstood(offset, read.envelope(), e.getMessage());
    }
  }

  /**
   * Reads the next record, whose reader wrote it and so knows what is in it.
   *
   * @param entry whose encoding those bytes are
   */
  public Reading read(long offset, byte[] record, Entry entry) {
    Optional<String> against = place.fence().against(entry.envelope());
    if (against.isPresent()) {
      return voided(new Reading.Voided(offset, Optional.of(entry.envelope()), against.get()));
    }
    place =
        new Place(
            place.fence().after(entry.envelope(), record), place.voided(), place.notUnderstood());
    return new Reading.Counted(offset, entry);
  }

  private Reading voided(Reading.Voided reading) {
    place = new Place(place.fence(), place.voided() + 1, place.notUnderstood());
    return reading;
  }
}
