package podium.engine.state;

import java.util.Optional;
import podium.engine.log.LogCursor;
import podium.engine.log.Reading;
import podium.protocol.event.Entry;

/**
 * Reads a log as the scheduler does, so that whoever shows it judges its facts alike. Behind a
 * record that this version does not know it judges no more, since it cannot tell what that one
 * changed. Not thread-safe.
 */
public final class LogFold {
  private final LogCursor cursor;
  private Optional<SchedulerState> state;
  private long refused;

  private LogFold(LogCursor cursor, Optional<SchedulerState> state, long refused) {
    this.cursor = cursor;
    this.state = state;
    this.refused = refused;
  }

  /** Before the log's first record. */
  public LogFold() {
    this(new LogCursor(), Optional.of(new SchedulerState()), 0);
  }

  /**
   * Goes on where another one came to, without what stood before: it judges no facts.
   *
   * @param refused by the other one
   */
  public static LogFold withoutPast(LogCursor.Place place, long refused) {
    return new LogFold(new LogCursor(place), Optional.empty(), refused);
  }

  /**
   * Reads the next record.
   *
   * @param record its bytes as they lie in the log; none of a record without a value
   */
  public Judged read(long offset, byte[] record) {
    Reading reading = cursor.read(offset, record);
    Optional<String> against =
        switch (reading) {
          case Reading.Counted counted -> state.flatMap(it -> Fold.apply(it, counted.entry()));
          case Reading.NotUnderstood ignored -> {
            state = Optional.empty();
            yield Optional.empty();
          }
          case Reading.Voided ignored -> Optional.empty();
        };
    refused += against.isPresent() ? 1 : 0;
    return new Judged(reading, against, cursor.place());
  }

  /** How far it came. */
  public LogCursor.Place place() {
    return cursor.place();
  }

  /** Facts that contradict what was known, and have no effect. */
  public long refused() {
    return refused;
  }

  /** What the log comes to, unless something of it is not known. */
  public Optional<SchedulerState> state() {
    return state;
  }

  /**
   * A record and what it does.
   *
   * @param against why a fact that counts has no effect
   * @param place of the reader behind it
   */
  public record Judged(Reading reading, Optional<String> against, LogCursor.Place place) {
    /** The entry, when it counts, is known, and has an effect. */
    public Optional<Entry> effect() {
      return reading instanceof Reading.Counted counted && against.isEmpty()
          ? Optional.of(counted.entry())
          : Optional.empty();
    }
  }
}
