package podium.dashboard.h2;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import podium.dashboard.domain.BadQueryException;
import podium.dashboard.domain.Batch;
import podium.dashboard.domain.Board;
import podium.dashboard.domain.BoardDamagedException;
import podium.dashboard.domain.BoardHash;
import podium.dashboard.domain.BoardStore;
import podium.dashboard.domain.BoardUnavailableException;
import podium.dashboard.domain.Checkpoint;
import podium.dashboard.domain.ExperimentRow;
import podium.dashboard.domain.Position;
import podium.dashboard.domain.Position.LogId;
import podium.dashboard.domain.Rows;
import podium.dashboard.domain.SqlAnswer;
import podium.dashboard.domain.Trial;
import podium.dashboard.domain.TrialRow;
import podium.dashboard.domain.TrialTable;

/** The board in an H2 file. Reading is thread-safe; writing belongs to one projector. */
public final class H2Board implements BoardStore, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(H2Board.class);
  private static final Duration BETWEEN_REBUILDS = Duration.ofMinutes(10);

  private final BoardFiles files;
  private final long betweenCheckpoints;
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private final TrialTable table = new TrialTable(Position.NOWHERE);
  private Optional<Database> database = Optional.empty();
  private final PastBoards pasts = new PastBoards();
  private long checkpoint;
  private CachedRows rows = new CachedRows(this, table);
  private volatile BoardHasher hasher = new BoardHasher();
  private Optional<Long> damagedAt = Optional.empty();
  private volatile Optional<BoardDamagedException> damage = Optional.empty();

  private H2Board(BoardFiles files, long betweenCheckpoints) {
    this.files = files;
    this.betweenCheckpoints = betweenCheckpoints;
  }

  /**
   * Opens the board in a directory; one that cannot be read is made anew, empty. Where its files
   * are out of reach it stays closed until it is opened again.
   *
   * @throws podium.dashboard.domain.UnusableBoardException when another process holds it
   */
  public static H2Board open(Path directory) {
    return open(new BoardFiles(directory, "file:"));
  }

  static H2Board open(BoardFiles files) {
    return open(files, Checkpoint.EVERY);
  }

  static H2Board open(BoardFiles files, long betweenCheckpoints) {
    H2Board board = new H2Board(files, betweenCheckpoints);
    try {
      board.reopen();
    } catch (BoardUnavailableException e) {
      LOG.warn("board not open yet; files={} cause={}", files, e.getMessage());
    }
    return board;
  }

  /** The trials, for lists. */
  TrialTable table() {
    return table;
  }

  /** The board's questions and answers. */
  public Board board() {
    return new H2Queries(this, new Source.Live(this));
  }

  @Override
  public Position position() {
    return read(Positions::read);
  }

  /** What all rows come to, read at one point in time. */
  BoardHash hash() {
    return read(handle -> hasher.of(handle));
  }

  /** Reads at one point in time. */
  <T> T read(Function<Handle, T> question) {
    return reading(
        () ->
            opened()
                .jdbi()
                .inTransaction(TransactionIsolationLevel.REPEATABLE_READ, question::apply));
  }

  /**
   * Asks the board as it was at an offset; one that was closed meanwhile answers nothing, and is
   * asked anew.
   *
   * @throws BadQueryException when the board does not know the log there
   */
  <T> T past(long offset, Function<PastBoard, Optional<T>> question) {
    long now = table.position().offset();
    if (offset < 0 || offset > now) {
      throw new BadQueryException(
          "at is %d; this board has read its log up to offset %d".formatted(offset, now));
    }
    return reading(
        () ->
            Stream.generate(() -> question.apply(pasts.at(offset, this::fold)))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow());
  }

  private PastBoard fold(long offset) {
    opened();
    List<TrialRow> now = table.rows();
    try {
      Connection session = DriverManager.getConnection(files.url(), Database.OWNER, "");
      return PastBoard.open(session, offset, now);
    } catch (SQLException e) {
      throw Faults.ofReading(e);
    }
  }

  private <T> T reading(Supplier<T> question) {
    lock.readLock().lock();
    try {
      return question.get();
    } catch (RuntimeException e) {
      RuntimeException fault = Faults.ofReading(e);
      if (fault instanceof BoardDamagedException found) {
        if (damage.isEmpty()) {
          LOG.error("damage found by reading; files={}", files, found);
        }
        damage = Optional.of(found);
      }
      throw fault;
    } finally {
      lock.readLock().unlock();
    }
  }

  /**
   * What a question in SQL comes to, over the board's views; a board is asked once.
   *
   * @param most rows that are told
   */
  public SqlAnswer ask(String sql, int most) {
    return opened().jdbi().withHandle(owner -> SqlQuestions.ask(files.url(), owner, sql, most));
  }

  private Database opened() {
    return database.orElseThrow(
        () ->
            new BoardUnavailableException(
                "the board in %s is not open; /healthz says why, and it is tried again"
                    .formatted(files)));
  }

  // why: a fault that rebuilding does not mend must not rebuild at every call
  @Override
  public void check() {
    Optional<BoardDamagedException> found = damage;
    boolean lately =
        damagedAt.filter(at -> System.nanoTime() - at < BETWEEN_REBUILDS.toNanos()).isPresent();
    if (found.isPresent() && !lately) {
      damagedAt = Optional.of(System.nanoTime());
      throw found.get();
    }
  }

  @Override
  public Rows rows() {
    return rows;
  }

  @Override
  public void commit(Batch batch) {
    hasher.changing(batch);
    Position after = table.position().after(batch);
    try {
      checkpoint =
          opened()
              .jdbi()
              .inTransaction(
                  handle -> {
                    Positions.advance(handle, batch);
                    RowWriter writer = new RowWriter(handle.getConnection());
                    writer.write(batch);
                    return new PastWriter(writer)
                        .write(batch, after, checkpoint, betweenCheckpoints);
                  });
    } catch (SQLException | RuntimeException e) {
      throw Faults.ofWriting(e);
    }
    rows.committed(batch);
    table.put(batch.trials().stream().map(Trial::row).toList(), batch.experiments(), after);
  }

  @Override
  public void reopen() {
    begin(() -> Database.open(files), Positions::beginIfNew);
  }

  @Override
  public void rebuild(LogId log) {
    LOG.info("building the board again; files={} log={}", files, log);
    begin(() -> Database.afresh(files), handle -> Positions.begin(handle, log));
  }

  @Override
  public Optional<String> replace(LogId log) {
    lock.writeLock().lock();
    try {
      shut(Database::close);
      Optional<Path> aside = files.setAside();
      rebuild(log);
      return aside.map(Path::toString);
    } finally {
      lock.writeLock().unlock();
    }
  }

  private interface Opening {
    Database open();
  }

  private interface Beginning {
    void begin(Handle handle);
  }

  private void begin(Opening opening, Beginning beginning) {
    lock.writeLock().lock();
    try {
      shut(Database::close);
      Database opened = opening.open();
      try {
        load(opened, beginning);
      } catch (BoardDamagedException e) {
        LOG.warn("board unreadable, building it again; files={}", files, e);
        opened.close();
        opened = Database.afresh(files);
        load(opened, handle -> Positions.begin(handle, LogId.NONE));
      }
      database = Optional.of(opened);
      rows = new CachedRows(this, table);
      hasher = new BoardHasher();
      damage = Optional.empty();
    } finally {
      lock.writeLock().unlock();
    }
  }

  private void load(Database from, Beginning beginning) {
    try {
      from.jdbi()
          .useTransaction(
              handle -> {
                beginning.begin(handle);
                PastViews.create(handle);
                Position position = Positions.read(handle);
                checkpoint = checkpoint(handle, position);
                table.begin(position, trials(handle), marked(handle));
              });
    } catch (SQLException | RuntimeException | OutOfMemoryError e) {
      RuntimeException fault = Faults.ofReading(e);
      if (!(fault instanceof BoardDamagedException)) {
        from.close();
      }
      throw fault;
    }
  }

  // why: of a board that knows no earlier one, this is where its past begins
  private static long checkpoint(Handle handle, Position position) throws SQLException {
    Optional<Long> last = PastReader.last(handle);
    if (last.isEmpty()) {
      new PastWriter(new RowWriter(handle.getConnection())).checkpoint(position);
    }
    return last.orElse(position.offset());
  }

  private static List<TrialRow> trials(Handle handle) {
    return handle
        .createQuery("SELECT * FROM trial")
        .map((row, context) -> RowReader.trial(row))
        .list();
  }

  private static List<ExperimentRow> marked(Handle handle) {
    return handle
        .createQuery("SELECT * FROM experiment WHERE archived OR tags <> '[]'")
        .map((row, context) -> RowReader.experiment(row))
        .list();
  }

  private void shut(Consumer<Database> how) {
    pasts.clear();
    database.ifPresent(how);
    database = Optional.empty();
  }

  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      shut(Database::closeCompacted);
    } finally {
      lock.writeLock().unlock();
    }
  }
}
