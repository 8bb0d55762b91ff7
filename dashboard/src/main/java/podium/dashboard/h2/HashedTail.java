package podium.dashboard.h2;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * A hash of a table whose rows never change and are added in order of their offsets; only rows that
 * are new are read. Not thread-safe.
 */
final class HashedTail {
  private static final int AT_ONCE = 5_000;

  private final String sql;
  private final RowHash hash = RowHash.begin();
  private long next;

  HashedTail(String table, String key) {
    this.sql =
        "SELECT * FROM %s WHERE %s >= ? AND %s < ? ORDER BY %s".formatted(table, key, key, key);
  }

  /** Adds the hash of the rows before an offset, which is not below any asked for earlier. */
  void into(RowHash whole, Connection connection, long offset) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      // why: a part of the offsets at a time keeps the sort in memory and finds its rows by the key
      while (next < offset) {
        long end = Math.min(offset, next + AT_ONCE);
        statement.setLong(1, next);
        statement.setLong(2, end);
        add(statement);
        next = end;
      }
    }
    whole.bytes(hash.soFar());
  }

  private void add(PreparedStatement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        hash.row(row);
      }
    }
  }
}
