package podium.dashboard.h2;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A hash of all rows about each thing of a kind, such as each trial; only those of things that
 * changed are read again. Marking is thread-safe; hashing belongs to one thread at a time.
 */
final class HashedLeaves {
  private final String keys;
  private final List<String> rows;
  private final SortedMap<String, byte[]> leaves = new TreeMap<>();

  /** What changes, and the offset behind the batch that changes it. */
  private final Map<String, Long> changing = new ConcurrentHashMap<>();

  private boolean begun;

  /**
   * Leaves of a kind.
   *
   * @param keys SQL that names every thing
   * @param rows SQL of the rows about one thing, in order
   */
  HashedLeaves(String keys, List<String> rows) {
    this.keys = keys;
    this.rows = List.copyOf(rows);
  }

  /** Rows about it are about to change; to be said before the change can be read. */
  void change(String key, long next) {
    changing.put(key, next);
  }

  /** Adds the hash of each thing, in order of their names, as they are at an offset. */
  void into(RowHash whole, Connection connection, long offset) throws SQLException {
    if (!begun) {
      every(connection);
      begun = true;
    }
    Map<String, Long> due = Map.copyOf(changing);
    if (!due.isEmpty()) {
      read(connection, due);
      // why: what a later batch changes is not in these rows yet
      due.forEach(
          (key, next) -> {
            if (next <= offset) {
              changing.remove(key, next);
            }
          });
    }
    whole.text(Integer.toString(leaves.size()));
    leaves.values().forEach(whole::bytes);
  }

  private void every(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(keys);
        ResultSet found = statement.executeQuery()) {
      while (found.next()) {
        changing.putIfAbsent(found.getString(1), 0L);
      }
    }
  }

  private void read(Connection connection, Map<String, Long> due) throws SQLException {
    Map<String, RowHash> hashes = new TreeMap<>();
    Set<String> found = new HashSet<>();
    for (String sql : rows) {
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        for (String key : due.keySet()) {
          RowHash hash = hashes.computeIfAbsent(key, ignored -> RowHash.begin());
          if (add(statement, key, hash)) {
            found.add(key);
          }
        }
      }
    }
    hashes.forEach(
        (key, hash) -> {
          if (found.contains(key)) {
            leaves.put(key, hash.soFar());
          }
        });
  }

  private static boolean add(PreparedStatement statement, String key, RowHash hash)
      throws SQLException {
    statement.setString(1, key);
    int rows = 0;
    try (ResultSet row = statement.executeQuery()) {
      for (; row.next(); rows++) {
        hash.row(row);
      }
    }
    hash.text("%d rows".formatted(rows));
    return rows > 0;
  }
}
