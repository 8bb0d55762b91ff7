package podium.dashboard.h2;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import podium.dashboard.domain.BoardFold;
import podium.dashboard.domain.BoardHash;
import podium.dashboard.domain.Checkpoint;
import podium.dashboard.domain.Position;
import podium.dashboard.domain.TrialRow;
import podium.dashboard.domain.TrialTable;
import podium.engine.log.LogCursor;

/**
 * The board as it was at an offset, in a session of its own: folded up to it from the checkpoint
 * before; what is only ever added is read from where it lies. Questions are answered one at a time.
 * Thread-safe.
 */
final class PastBoard implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PastBoard.class);
  private static final List<String> OF_ITS_OWN =
      List.of("position", "experiment", "worker", "trial");

  private final Handle session;
  private final TrialTable table;
  private Optional<BoardHash> hash = Optional.empty();
  private boolean open = true;

  private PastBoard(Handle session, TrialTable table) {
    this.session = session;
    this.table = table;
  }

  private record Folded(Position position, PastRows rows) {}

  /**
   * Folds it.
   *
   * @param session of its own over the board's file, which it closes
   * @param now all trials as they are now
   */
  static PastBoard open(Connection session, long offset, List<TrialRow> now) throws SQLException {
    Handle handle = Jdbi.create(session).open();
    try {
      return open(handle, offset, now);
    } catch (SQLException | RuntimeException e) {
      session.close();
      throw e;
    }
  }

  private static PastBoard open(Handle handle, long offset, List<TrialRow> now)
      throws SQLException {
    PastViews.enter(handle);
    Folded folded =
        handle.inTransaction(
            TransactionIsolationLevel.REPEATABLE_READ, it -> fold(it, offset, now));
    PastViews.at(handle, offset);
    OF_ITS_OWN.forEach(
        name ->
            handle.execute(
                "CREATE LOCAL TEMPORARY TABLE %s AS SELECT * FROM public.%s WHERE %s"
                    .formatted(name, name, name.equals("position") ? "TRUE" : "FALSE")));
    handle.useTransaction(
        it -> {
          Positions.show(it, folded.position());
          new RowWriter(it.getConnection())
              .begin(folded.rows().experiments(), folded.rows().workers());
        });
    TrialTable table = new TrialTable(folded.position());
    table.begin(folded.position(), folded.rows().trials(), folded.rows().experiments());
    return new PastBoard(handle, table);
  }

  private static Folded fold(Handle handle, long offset, List<TrialRow> now) {
    Checkpoint checkpoint = PastReader.checkpoint(handle, offset);
    PastViews.at(handle, checkpoint.offset());
    PastRows rows = PastRows.at(handle, checkpoint, now);
    Position live =
        handle
            .createQuery("SELECT * FROM public.position")
            .map((row, context) -> RowReader.position(row))
            .one();
    Position from = at(live, checkpoint.offset(), checkpoint.place(), checkpoint);
    BoardFold fold = new BoardFold(rows, from);
    LogCursor.Place place = PastReader.fold(handle, checkpoint, offset, fold);
    var batch = fold.batch();
    rows.apply(batch);
    return new Folded(
        new Position(
            live.generation(), live.log(), offset, Optional.empty(), place, batch.totals()),
        rows);
  }

  private static Position at(
      Position live, long offset, LogCursor.Place place, Checkpoint checkpoint) {
    return new Position(
        live.generation(), live.log(), offset, Optional.empty(), place, checkpoint.totals());
  }

  TrialTable table() {
    return table;
  }

  /** Reads at one point in time; nothing once it is closed. */
  synchronized <T> Optional<T> read(Function<Handle, T> question) {
    return open
        ? Optional.of(
            session.inTransaction(TransactionIsolationLevel.REPEATABLE_READ, question::apply))
        : Optional.empty();
  }

  /** What all its rows come to; nothing once it is closed. */
  synchronized Optional<BoardHash> hash() {
    if (open && hash.isEmpty()) {
      hash = Optional.of(hashed());
    }
    return hash;
  }

  // why: trials are listed from memory, and stand in a table only for who wants the hash
  private BoardHash hashed() {
    session.execute("CREATE INDEX ON trial (trial)");
    try {
      return session.inTransaction(
          handle -> {
            new RowWriter(handle.getConnection()).begin(table.rows());
            return new BoardHasher().of(handle);
          });
    } catch (SQLException e) {
      throw Faults.ofReading(e);
    }
  }

  @Override
  public synchronized void close() {
    if (open) {
      open = false;
      try {
        session.getConnection().close();
      } catch (SQLException e) {
        LOG.warn("board of the past not closed cleanly; cause={}", Faults.text(e));
      }
    }
  }
}
