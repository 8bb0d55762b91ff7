package podium.dashboard.h2;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import podium.dashboard.domain.Batch;
import podium.dashboard.domain.BoardHash;
import podium.dashboard.domain.Position;
import podium.protocol.id.TrialId;

/**
 * The hash of every row that a board made of its log. What is this board's alone is not in it: its
 * generation, which log it is, and how it was read. Thread-safe.
 */
final class BoardHasher {
  private static final String FORMAT = "podium board 2";

  private static final String TOTALS =
      "SELECT log_offset, term, voided, not_understood, experiments, rejected, duplicates,"
          + " lost_requests, fenced_reports, without_effect, refused, last_event FROM position";

  private static final String WITHOUT_EFFECT =
      "SELECT * FROM (SELECT * FROM without_effect ORDER BY log_offset DESC LIMIT 100)"
          + " ORDER BY log_offset";

  private final HashedLeaves experiments =
      new HashedLeaves(
          "SELECT experiment FROM experiment",
          List.of(
              "SELECT * FROM experiment WHERE experiment = ?",
              "SELECT * FROM experiment_spec WHERE experiment = ?"));

  private final HashedLeaves trials =
      new HashedLeaves(
          "SELECT trial FROM trial",
          List.of(
              "SELECT * FROM trial WHERE trial = ?",
              "SELECT * FROM trial_status WHERE trial = ? ORDER BY from_offset",
              "SELECT * FROM attempt WHERE trial = ? ORDER BY attempt",
              "SELECT * FROM epoch WHERE trial = ? ORDER BY attempt, epoch"));

  private final HashedLeaves workers =
      new HashedLeaves(
          "SELECT worker FROM worker", List.of("SELECT * FROM worker WHERE worker = ?"));

  private final List<HashedTail> tails =
      List.of(
          new HashedTail("rejected", "from_offset"),
          new HashedTail("request", "log_offset"),
          new HashedTail("event", "log_offset"));

  private Optional<BoardHash> last = Optional.empty();

  /** A batch is about to be committed. */
  void changing(Batch batch) {
    long next = batch.next();
    batch.experiments().forEach(row -> experiments.change(row.experiment().value(), next));
    batch.specs().keySet().forEach(id -> experiments.change(id.value(), next));
    batch.trials().forEach(row -> trial(row.row().identity().trial(), next));
    batch.statuses().forEach(row -> trial(row.trial(), next));
    batch.attempts().forEach(row -> trial(row.trial(), next));
    batch.epochs().forEach(row -> trial(row.trial(), next));
    batch.superseded().forEach(row -> trial(row.trial(), next));
    batch.workers().forEach(row -> workers.change(row.worker(), next));
  }

  private void trial(TrialId trial, long next) {
    trials.change(trial.value(), next);
  }

  /** The hash at the point in time at which a transaction reads. */
  synchronized BoardHash of(Handle handle) {
    Position position = Positions.read(handle);
    if (last.filter(known -> known.position().equals(position)).isEmpty()) {
      try {
        last =
            Optional.of(
                new BoardHash(position, whole(handle.getConnection(), position.offset()).hex()));
      } catch (SQLException e) {
        throw Faults.ofReading(e);
      }
    }
    return last.orElseThrow();
  }

  private RowHash whole(Connection connection, long offset) throws SQLException {
    RowHash whole = RowHash.begin().text(FORMAT);
    rows(whole, connection, TOTALS);
    experiments.into(whole, connection, offset);
    trials.into(whole, connection, offset);
    workers.into(whole, connection, offset);
    for (HashedTail tail : tails) {
      tail.into(whole, connection, offset);
    }
    rows(whole, connection, WITHOUT_EFFECT);
    return whole;
  }

  private static void rows(RowHash whole, Connection connection, String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        whole.row(row);
      }
    }
  }
}
