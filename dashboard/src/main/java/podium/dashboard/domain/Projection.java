package podium.dashboard.domain;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import podium.engine.forecast.Expected;
import podium.engine.state.LogFold;

/**
 * Takes stretches of the log into a store, judged as the scheduler judges them. It is total:
 * whatever stands in a record, the board goes on behind it, and a record that cannot be stored is
 * counted as one without effect.
 */
public final class Projection {
  private static final int MOST = (int) Checkpoint.EVERY;

  private final BoardStore store;

  /** Of {@link #log}: others ask it while the one who follows goes on. */
  private final Object lock = new Object();

  private LogFold log = new LogFold();
  private long next;

  /** A record of the log. */
  public static final class Entry {
    private final long offset;
    private final byte[] value;

    public Entry(long offset, byte[] value) {
      this.offset = offset;
      this.value = value;
    }

    public long offset() {
      return offset;
    }
  }

  private static final class Known {
    private final byte[] value;
    private final LogFold.Judged judged;

    private Known(byte[] value, LogFold.Judged judged) {
      this.value = value;
      this.judged = judged;
    }
  }

  public Projection(BoardStore store) {
    this.store = store;
  }

  /** Whether it knows the log up to where a board is, and judges it as that board did. */
  public boolean knows(Position board) {
    return next == board.offset()
        && log.place().equals(board.place())
        && log.refused() == board.totals().refused();
  }

  /**
   * What the log says is to be expected at a time, by what the projection knows of it; nothing
   * where it does not know what stood before, or something of it. Any thread may ask.
   */
  public Optional<Expected> expected(Instant now) {
    synchronized (lock) {
      return log.state().map(state -> Expected.of(state, now));
    }
  }

  /** What would become of a text of requests if it were sent now. Any thread may ask. */
  public Draft draft(String text, Instant now) {
    synchronized (lock) {
      return Draft.of(text, log.state(), now);
    }
  }

  /** Slots by what is on them; nothing where the state is not known. Any thread may ask. */
  public Optional<SlotCounts> slots() {
    synchronized (lock) {
      return log.state().map(SlotCounts::of);
    }
  }

  /** Slots with somebody on them who is over. Any thread may ask. */
  public StuckSlots stuck() {
    synchronized (lock) {
      return log.state().map(StuckSlots::of).orElse(StuckSlots.NONE);
    }
  }

  private void goOnWith(LogFold other) {
    synchronized (lock) {
      log = other;
    }
  }

  /** Forgets what it knows: the log is to be shown to it from its first record on. */
  public void forget() {
    goOnWith(new LogFold());
    next = 0;
  }

  /** Goes on behind a board without knowing what stood before: no fact is refused any more. */
  public void goOnBlindly(Position board) {
    goOnWith(LogFold.withoutPast(board.place(), board.totals().refused()));
    next = board.offset();
  }

  /** Shows it a record that the board has taken already. */
  public void recall(Entry record) {
    known(record);
  }

  /** The offset of the next record to be shown to it. */
  public long next() {
    return next;
  }

  /** The batches that were committed, in order: one, unless a record could not be stored. */
  public List<Batch> take(Position from, List<Entry> records) {
    List<Batch> done = new ArrayList<>();
    Position at = from;
    // why: a checkpoint lies at the end of a batch, and they are not to lie far from each other
    for (int begin = 0; begin < records.size(); begin += MOST) {
      List<Entry> part = records.subList(begin, Math.min(begin + MOST, records.size()));
      at = take(at, part.stream().map(this::known).toList(), done);
    }
    return List.copyOf(done);
  }

  // why: a record is judged once, however often its rows are made anew
  private Known known(Entry record) {
    next = record.offset + 1;
    synchronized (lock) {
      return new Known(record.value, log.read(record.offset, record.value));
    }
  }

  private Position take(Position from, List<Known> records, List<Batch> done) {
    BoardFold folder = new BoardFold(store.rows(), from);
    records.forEach(record -> folder.fold(record.judged, record.value));
    try {
      return commit(from, folder.batch(), done);
    } catch (UnfitRowsException e) {
      if (records.size() > 1) {
        // why: halves find the one record among thousands in a dozen commits
        int half = records.size() / 2;
        Position middle = take(from, records.subList(0, half), done);
        return take(middle, records.subList(half, records.size()), done);
      }
      BoardFold without = new BoardFold(store.rows(), from);
      Known record = records.getFirst();
      without.pass(record.judged, record.value, String.valueOf(e.getMessage()));
      return commit(from, without.batch(), done);
    }
  }

  private Position commit(Position from, Batch batch, List<Batch> done) {
    store.commit(batch);
    done.add(batch);
    return from.after(batch);
  }
}
