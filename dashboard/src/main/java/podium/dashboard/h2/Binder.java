package podium.dashboard.h2;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Optional;

/** Binds the parameters of a statement one after the other. Not thread-safe. */
final class Binder {
  private final PreparedStatement statement;
  private int last;

  Binder(PreparedStatement statement) {
    this.statement = statement;
  }

  Binder text(String value) throws SQLException {
    statement.setString(++last, value);
    return this;
  }

  Binder whole(long value) throws SQLException {
    statement.setLong(++last, value);
    return this;
  }

  Binder real(double value) throws SQLException {
    statement.setDouble(++last, value);
    return this;
  }

  Binder any(Object value) throws SQLException {
    statement.setObject(++last, value);
    return this;
  }

  Binder maybe(Optional<?> value) throws SQLException {
    statement.setObject(++last, value.orElse(null));
    return this;
  }

  void add() throws SQLException {
    statement.addBatch();
    last = 0;
  }
}
