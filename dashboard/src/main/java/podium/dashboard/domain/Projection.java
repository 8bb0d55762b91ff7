package podium.dashboard.domain;

import java.util.ArrayList;
import java.util.List;

/**
 * Takes stretches of the log into a store. It is total: whatever stands in a record, the board goes
 * on behind it, and a record that cannot be stored is counted as one without effect.
 */
public final class Projection {
  private final BoardStore store;

  /** A record of the log. */
  public static final class Entry {
    private final long offset;
    private final byte[] value;

    public Entry(long offset, byte[] value) {
      this.offset = offset;
      this.value = value;
    }
  }

  public Projection(BoardStore store) {
    this.store = store;
  }

  /** The batches that were committed, in order: one, unless a record could not be stored. */
  public List<Batch> take(Position from, List<Entry> records) {
    List<Batch> done = new ArrayList<>();
    take(from, records, done);
    return List.copyOf(done);
  }

  private Position take(Position from, List<Entry> records, List<Batch> done) {
    Folder folder = new Folder(store.rows(), from);
    records.forEach(record -> folder.fold(record.offset, record.value));
    try {
      return commit(from, folder.batch(), done);
    } catch (UnfitRowsException e) {
      if (records.size() > 1) {
        // why: halves find the one record among thousands in a dozen commits
        int half = records.size() / 2;
        Position middle = take(from, records.subList(0, half), done);
        return take(middle, records.subList(half, records.size()), done);
      }
      Folder without = new Folder(store.rows(), from);
      Entry record = records.getFirst();
      without.pass(record.offset, record.value, String.valueOf(e.getMessage()));
      return commit(from, without.batch(), done);
    }
  }

  private Position commit(Position from, Batch batch, List<Batch> done) {
    store.commit(batch);
    done.add(batch);
    return from.after(batch);
  }
}
