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
  private final String key;
  private final RowHash hash = RowHash.begin();
  private long last = -1;

  HashedTail(String table, String key) {
    this.sql =
        "SELECT * FROM %s WHERE %s > ? ORDER BY %s LIMIT %d".formatted(table, key, key, AT_ONCE);
    this.key = key;
  }

  void into(RowHash whole, Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      int rows = AT_ONCE;
      while (rows == AT_ONCE) {
        rows = next(statement);
      }
    }
    whole.bytes(hash.soFar());
  }

  private int next(PreparedStatement statement) throws SQLException {
    statement.setLong(1, last);
    int rows = 0;
    try (ResultSet row = statement.executeQuery()) {
      for (; row.next(); rows++) {
        hash.row(row);
        last = row.getLong(key);
      }
    }
    return rows;
  }
}
