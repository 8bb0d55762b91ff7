package podium.dashboard.h2;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.h2.api.ErrorCode;
import org.h2.jdbcx.JdbcConnectionPool;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An open H2 file with the board's tables. Thread-safe. */
final class Database implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Database.class);
  private static final String NAME = "board";
  private static final int CONNECTIONS = 16;

  private final JdbcConnectionPool pool;
  private final Jdbi jdbi;

  private Database(JdbcConnectionPool pool) {
    this.pool = pool;
    this.jdbi = Jdbi.create(pool);
  }

  /**
   * Opens the file; one that is damaged or of a newer Podium is deleted and made anew.
   *
   * @throws IllegalStateException when another process holds it
   */
  static Database open(Path directory) {
    try {
      return attempt(directory);
    } catch (RuntimeException | SQLException e) {
      if (holdsCode(e, ErrorCode.DATABASE_ALREADY_OPEN_1)) {
        throw new IllegalStateException(
            "another dashboard uses %s; stop it or set podium.dashboard.h2-dir"
                .formatted(directory),
            e);
      }
      LOG.warn("board unreadable, building it again; directory={} cause={}", directory, text(e));
      delete(directory);
      return afresh(directory);
    }
  }

  /** Opens the file after deleting what was there. */
  static Database afresh(Path directory) {
    delete(directory);
    try {
      return attempt(directory);
    } catch (SQLException e) {
      throw new IllegalStateException("cannot make a board in " + directory, e);
    }
  }

  private static Database attempt(Path directory) throws SQLException {
    create(directory);
    JdbcConnectionPool pool =
        JdbcConnectionPool.create(
            "jdbc:h2:file:"
                + directory.resolve(NAME).toAbsolutePath()
                + ";DB_CLOSE_ON_EXIT=FALSE;CACHE_SIZE=131072;MAX_MEMORY_ROWS=1000000",
            "podium",
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
      return new Database(pool);
    } catch (RuntimeException | SQLException e) {
      pool.dispose();
      throw e;
    }
  }

  Jdbi jdbi() {
    return jdbi;
  }

  @Override
  public void close() {
    try (Connection connection = pool.getConnection();
        PreparedStatement shutdown = connection.prepareStatement("SHUTDOWN")) {
      shutdown.execute();
    } catch (SQLException e) {
      LOG.warn("board not closed cleanly; cause={}", text(e));
    } finally {
      pool.dispose();
    }
  }

  static boolean damaged(Throwable e) {
    return holdsCode(e, ErrorCode.FILE_CORRUPTED_1) || holdsCode(e, ErrorCode.GENERAL_ERROR_1);
  }

  private static boolean holdsCode(Throwable e, int code) {
    for (@Nullable Throwable at = e; at != null; at = at.getCause()) {
      if (at instanceof SQLException sql && sql.getErrorCode() == code) {
        return true;
      }
    }
    return false;
  }

  private static void create(Path directory) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make " + directory, e);
    }
  }

  private static void delete(Path directory) {
    if (!Files.isDirectory(directory)) {
      return;
    }
    try (Stream<Path> files = Files.list(directory)) {
      List<Path> ours =
          files.filter(file -> file.getFileName().toString().startsWith(NAME + ".")).toList();
      for (Path file : ours) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete the board in " + directory, e);
    }
  }

  private static String text(Throwable e) {
    return e.toString().lines().findFirst().orElse("");
  }
}
