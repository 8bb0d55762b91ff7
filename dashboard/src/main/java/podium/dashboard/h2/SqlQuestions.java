package podium.dashboard.h2;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import podium.dashboard.domain.BadQueryException;
import podium.dashboard.domain.SqlAnswer;

/**
 * Answers questions in SQL over views of the board, as a user who may read these and nothing else:
 * no file, no other table, no change. Used once for a board that goes no further.
 */
final class SqlQuestions {
  private static final String VIEWS = "/podium/dashboard/sql/views.sql";
  private static final String READER = "reader";

  private SqlQuestions() {}

  /**
   * What a question comes to.
   *
   * @param most rows that are told
   * @throws BadQueryException when it is no question, or asks for what is not there
   */
  static SqlAnswer ask(String url, Handle owner, String sql, int most) {
    String password = UUID.randomUUID().toString();
    owner.createScript(views()).execute();
    owner.execute("CREATE USER %s PASSWORD '%s'".formatted(READER, password));
    owner.execute("GRANT SELECT ON SCHEMA asked TO " + READER);
    try (Connection connection = DriverManager.getConnection(url, READER, password);
        Statement schema = connection.createStatement()) {
      schema.execute("SET SCHEMA asked");
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        statement.setMaxRows(most + 1);
        try (ResultSet rows = statement.executeQuery()) {
          return answer(rows, most);
        }
      }
    } catch (SQLException e) {
      throw new BadQueryException(told(e));
    }
  }

  private static SqlAnswer answer(ResultSet found, int most) throws SQLException {
    ResultSetMetaData about = found.getMetaData();
    List<SqlAnswer.Column> columns = new ArrayList<>();
    for (int i = 1; i <= about.getColumnCount(); i++) {
      columns.add(
          new SqlAnswer.Column(
              about.getColumnLabel(i).toLowerCase(Locale.ROOT), isNumber(about, i)));
    }
    List<List<Optional<Object>>> rows = new ArrayList<>();
    while (rows.size() < most && found.next()) {
      List<Optional<Object>> row = new ArrayList<>();
      for (int i = 1; i <= columns.size(); i++) {
        row.add(value(found, i));
      }
      rows.add(row);
    }
    return new SqlAnswer(columns, rows, rows.size() == most && found.next());
  }

  private static boolean isNumber(ResultSetMetaData about, int column) throws SQLException {
    return Number.class.isAssignableFrom(classOf(about, column));
  }

  private static Class<?> classOf(ResultSetMetaData about, int column) throws SQLException {
    try {
      return Class.forName(about.getColumnClassName(column));
    } catch (ClassNotFoundException e) {
      return Object.class;
    }
  }

  private static Optional<Object> value(ResultSet row, int column) throws SQLException {
    Object value = row.getObject(column);
    return switch (value) {
      case null -> Optional.empty();
      // why: a mean of decimals has more digits than anybody measured
      case BigDecimal number when number.scale() > 0 -> Optional.of(number.doubleValue());
      case Number number -> Optional.of(number);
      case Boolean truth -> Optional.of(truth);
      default -> Optional.ofNullable(row.getString(column));
    };
  }

  private static String told(SQLException e) {
    String message = Optional.ofNullable(e.getMessage()).orElse(e.toString());
    return message.lines().findFirst().orElse("").replaceFirst("; SQL statement:.*", "");
  }

  private static String views() {
    try (InputStream in = SqlQuestions.class.getResourceAsStream(VIEWS)) {
      if (in == null) {
        throw new IllegalStateException("the program lacks its file " + VIEWS);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + VIEWS, e);
    }
  }
}
