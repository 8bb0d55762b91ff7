package podium.dashboard.h2;

import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import podium.dashboard.domain.BoardHash;
import podium.dashboard.domain.TrialRow;
import podium.dashboard.domain.TrialTable;
import podium.protocol.id.TrialId;

/** Where rows are read: as they are now, or as they were at an offset. Thread-safe. */
interface Source {
  /** Reads at one point in time, by the plain names of tables. */
  <T> T read(Function<Handle, T> question);

  /** The trials, for lists. */
  TrialTable table();

  /** A trial's row at the point in time that is read. */
  Optional<TrialRow> trial(Handle handle, TrialId trial);

  /** What all rows come to. */
  BoardHash hash();

  /** As they are now. */
  record Live(H2Board h2) implements Source {
    @Override
    public <T> T read(Function<Handle, T> question) {
      return h2.read(question);
    }

    @Override
    public TrialTable table() {
      return h2.table();
    }

    // why: the table is a moment behind what the database has
    @Override
    public Optional<TrialRow> trial(Handle handle, TrialId trial) {
      return handle
          .createQuery("SELECT * FROM trial WHERE trial = :id")
          .bind("id", trial.value())
          .map((row, context) -> RowReader.trial(row))
          .findOne();
    }

    @Override
    public BoardHash hash() {
      return h2.hash();
    }
  }

  /** As they were at an offset. */
  record Past(H2Board h2, long offset) implements Source {
    @Override
    public <T> T read(Function<Handle, T> question) {
      return h2.past(offset, board -> board.read(question));
    }

    @Override
    public TrialTable table() {
      return h2.past(offset, board -> Optional.of(board.table()));
    }

    @Override
    public Optional<TrialRow> trial(Handle handle, TrialId trial) {
      return table().row(trial);
    }

    @Override
    public BoardHash hash() {
      return h2.past(offset, PastBoard::hash);
    }
  }
}
