package podium.dashboard.h2;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcConnectionPool;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import podium.dashboard.domain.BoardDamagedException;
import podium.dashboard.domain.UnusableBoardException;

/** An open H2 file with the board's tables. Thread-safe. */
final class Database implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Database.class);
  private static final int CONNECTIONS = 16;

  /** Who may do all in it. */
  static final String OWNER = "podium";

  /** Larger files are closed as they are: to write one anew would keep whoever stops waiting. */
  private static final long MOST_COMPACTED_BYTES = 256L << 20;

  private final BoardFiles files;
  private final JdbcConnectionPool pool;
  private final Jdbi jdbi;

  private Database(BoardFiles files, JdbcConnectionPool pool) {
    this.files = files;
    this.pool = pool;
    this.jdbi = Jdbi.create(pool);
  }

  /**
   * Opens the file; one that is damaged or of a newer Podium is deleted and made anew.
   *
   * @throws UnusableBoardException when another process holds it
   * @throws podium.dashboard.domain.BoardUnavailableException when it may work later
   */
  static Database open(BoardFiles files) {
    try {
      return attempt(files);
    } catch (BoardDamagedException e) {
      LOG.warn("board unreadable, building it again; files={} cause={}", files, Faults.text(e));
      return afresh(files);
    }
  }

  /** Opens the file after deleting what was there. */
  static Database afresh(BoardFiles files) {
    files.delete();
    return attempt(files);
  }

  private static Database attempt(BoardFiles files) {
    files.prepare();
    JdbcConnectionPool pool =
        JdbcConnectionPool.create(
            files.url()
                + ";DB_CLOSE_ON_EXIT=FALSE;CACHE_SIZE=131072;MAX_MEMORY_ROWS=1000000"
                // why: words of events repeat, and three times as many fit on the disk
                + ";COMPRESS=TRUE",
            OWNER,
            "");
    pool.setMaxConnections(CONNECTIONS);
    try {
      // why: a schema from the future must not be taken for ours
      Flyway.configure()
          .dataSource(pool)
          .locations("classpath:podium/dashboard/h2")
          .ignoreMigrationPatterns(new String[0])
          .validateMigrationNaming(true)
          .load()
          .migrate();
      try (Connection connection = pool.getConnection();
          PreparedStatement check = connection.prepareStatement("SELECT * FROM position");
          ResultSet rows = check.executeQuery()) {
        rows.next();
      }
      return new Database(files, pool);
    } catch (RuntimeException | SQLException | OutOfMemoryError e) {
      pool.dispose();
      throw Faults.heldByAnother(e)
          ? new UnusableBoardException(
              "another dashboard uses %s; stop it, or give this one a folder of its own with podium.dashboard.h2-dir"
                  .formatted(files),
              e)
          : Faults.ofReading(e);
    }
  }

  Jdbi jdbi() {
    return jdbi;
  }

  @Override
  public void close() {
    close("SHUTDOWN");
  }

  /** Closes the file, which is written anew without what is no longer of use where it is small. */
  void closeCompacted() {
    close(files.bytes() > MOST_COMPACTED_BYTES ? "SHUTDOWN" : "SHUTDOWN COMPACT");
  }

  private void close(String how) {
    try (Connection connection = pool.getConnection();
        PreparedStatement shutdown = connection.prepareStatement(how)) {
      shutdown.execute();
    } catch (SQLException e) {
      LOG.warn("board not closed cleanly; cause={}", Faults.text(e));
    } finally {
      pool.dispose();
    }
  }
}
