package podium.dashboard.h2;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import podium.dashboard.domain.Batch;
import podium.dashboard.domain.Board;
import podium.dashboard.domain.BoardDamagedException;
import podium.dashboard.domain.BoardStore;
import podium.dashboard.domain.OtherProjectorException;
import podium.dashboard.domain.Position;
import podium.dashboard.domain.Position.LogId;
import podium.dashboard.domain.Rows;
import podium.dashboard.domain.Totals;
import podium.dashboard.domain.Trial;
import podium.dashboard.domain.TrialRow;
import podium.dashboard.domain.TrialTable;
import podium.engine.log.Fence;

/** The board in an H2 file. Reading is thread-safe; writing belongs to one projector. */
public final class H2Board implements BoardStore, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(H2Board.class);

  private final Path directory;
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private final TrialTable table;
  private Database database;
  private CachedRows rows;

  private H2Board(Path directory, Database database) {
    this.directory = directory;
    this.database = database;
    this.table = new TrialTable(database.jdbi().withHandle(H2Board::position));
    this.rows = new CachedRows(database.jdbi(), table);
  }

  /** Opens the board in a directory; one that cannot be read is made anew, empty. */
  public static H2Board open(Path directory) {
    Database database = Database.open(directory);
    database.jdbi().useHandle(H2Board::beginIfNew);
    H2Board board = new H2Board(directory, database);
    try {
      board.read(board::load);
    } catch (JdbiException e) {
      if (!Database.damaged(e)) {
        throw e;
      }
      LOG.warn("board unreadable, building it again; directory={}", directory, e);
      board.rebuild(LogId.NONE);
    }
    return board;
  }

  private int load(Handle handle) {
    List<TrialRow> trials =
        handle
            .createQuery("SELECT * FROM trial")
            .map((row, context) -> RowReader.trial(row))
            .list();
    table.begin(position(handle), trials);
    return trials.size();
  }

  /** The trials, for lists. */
  TrialTable table() {
    return table;
  }

  private static void beginIfNew(Handle handle) {
    if (handle.createQuery("SELECT COUNT(*) FROM position").mapTo(Long.class).one() == 0) {
      begin(handle, LogId.NONE);
    }
  }

  private static void begin(Handle handle, LogId log) {
    handle
        .createUpdate(
            "INSERT INTO position VALUES (TRUE, :generation, :cluster, :topic, 0, 0, '', 0, 0,"
                + " 0, 0, 0, 0, 0, NULL)")
        .bind("generation", UUID.randomUUID().toString())
        .bind("cluster", log.cluster())
        .bind("topic", log.topic())
        .execute();
  }

  /** The board's questions and answers. */
  public Board board() {
    return new H2Queries(this);
  }

  @Override
  public Position position() {
    return read(H2Board::position);
  }

  static Position position(Handle handle) {
    return handle
        .createQuery("SELECT * FROM position")
        .map((row, context) -> RowReader.position(row))
        .one();
  }

  /** Reads at one point in time. */
  <T> T read(Function<Handle, T> question) {
    lock.readLock().lock();
    try {
      return database
          .jdbi()
          .inTransaction(TransactionIsolationLevel.REPEATABLE_READ, question::apply);
    } finally {
      lock.readLock().unlock();
    }
  }

  @Override
  public Rows rows() {
    return rows;
  }

  @Override
  public void commit(Batch batch) {
    Jdbi jdbi = database.jdbi();
    try {
      jdbi.useTransaction(
          handle -> {
            advance(handle, batch);
            new RowWriter(handle.getConnection()).write(batch);
          });
    } catch (SQLException | JdbiException e) {
      if (Database.damaged(e)) {
        throw new BoardDamagedException(e);
      }
      throw new IllegalStateException("cannot write the board: " + e.getMessage(), e);
    }
    rows.committed(batch);
    Position before = table.position();
    table.put(
        batch.trials().stream().map(Trial::row).toList(),
        new Position(
            before.generation(), before.log(), batch.next(), batch.fence(), batch.totals()));
  }

  private static void advance(Handle handle, Batch batch) {
    Fence fence = batch.fence();
    Totals totals = batch.totals();
    int updated =
        handle
            .createUpdate(
                "UPDATE position SET log_offset = :next, term = :term, incarnation = :incarnation,"
                    + " next_index = :index, voided = :voided, experiments = :experiments,"
                    + " rejected = :rejected, duplicates = :duplicates, lost_requests = :lost,"
                    + " fenced_reports = :fenced, last_event = :time"
                    + " WHERE log_offset = :expected")
            .bind("next", batch.next())
            .bind("term", fence.term())
            .bind("incarnation", fence.incarnation())
            .bind("index", fence.nextIndex())
            .bind("voided", fence.voided())
            .bind("experiments", totals.experiments())
            .bind("rejected", totals.rejected())
            .bind("duplicates", totals.duplicates())
            .bind("lost", totals.lostRequests())
            .bind("fenced", totals.fencedReports())
            .bind("time", totals.time())
            .bind("expected", batch.expected())
            .execute();
    if (updated == 0) {
      throw new OtherProjectorException(batch.expected());
    }
  }

  @Override
  public void rebuild(LogId log) {
    lock.writeLock().lock();
    try {
      LOG.info("building the board again; directory={} log={}", directory, log);
      database.close();
      database = Database.afresh(directory);
      database.jdbi().useHandle(handle -> begin(handle, log));
      table.begin(database.jdbi().withHandle(H2Board::position), List.of());
      rows = new CachedRows(database.jdbi(), table);
    } finally {
      lock.writeLock().unlock();
    }
  }

  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      database.close();
    } finally {
      lock.writeLock().unlock();
    }
  }
}
