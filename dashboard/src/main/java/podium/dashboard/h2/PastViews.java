package podium.dashboard.h2;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * Tables as they were at an offset, under the same names in a schema of their own: of rows that are
 * added and ended, those before the session's offset, with nothing that came later.
 */
final class PastViews {
  /** The session's variable with the offset. */
  private static final String AT = "@AT";

  /** Of an attempt, what its end tells. */
  private static final Set<String> ENDS = Set.of("ended_at", "outcome", "message");

  /** Of an attempt, what its start tells. */
  private static final Set<String> BEGINS =
      Set.of("begun_offset", "started_at", "resumed_from", "data");

  private static final Map<String, String> BEGIN_OF_ROW =
      Map.of(
          "attempt", "from_offset",
          "epoch", "from_offset",
          "trial_status", "from_offset",
          "rejected", "from_offset",
          "request", "log_offset",
          "event", "log_offset",
          "without_effect", "log_offset",
          "experiment_spec", "");

  private PastViews() {}

  /** Makes them anew, with every column that the tables have by now. */
  static void create(Handle owner) {
    owner.execute("SET %s = 0".formatted(AT));
    BEGIN_OF_ROW.forEach((table, begin) -> create(owner, table, begin));
  }

  private static void create(Handle owner, String table, String begin) {
    String columns =
        columns(owner, table).stream()
            .map(column -> column(table, column))
            .collect(Collectors.joining(", "));
    owner.execute(
        "CREATE OR REPLACE VIEW past.%s AS SELECT %s FROM public.%s%s"
            .formatted(
                table,
                columns,
                table,
                begin.isEmpty() ? "" : " WHERE %s < %s".formatted(begin, AT)));
  }

  private static String column(String table, String column) {
    if (column.equals("to_offset") || (table.equals("attempt") && ENDS.contains(column))) {
      return "CASE WHEN to_offset < %s THEN %s END AS %s".formatted(AT, column, column);
    }
    return table.equals("attempt") && BEGINS.contains(column)
        ? "CASE WHEN begun_offset < %s THEN %s END AS %s".formatted(AT, column, column)
        : column;
  }

  private static List<String> columns(Handle owner, String table) {
    return owner
        .createQuery(
            "SELECT LOWER(column_name) FROM information_schema.columns WHERE table_schema ="
                + " 'PUBLIC' AND LOWER(table_name) = :table ORDER BY ordinal_position")
        .bind("table", table)
        .mapTo(String.class)
        .list();
  }

  /** Lets a session see the tables of the past by their plain names. */
  static void enter(Handle session) {
    session.execute("SET SCHEMA past");
  }

  /** Chooses the offset. */
  static void at(Handle session, long offset) {
    session.execute("SET %s = CAST(%d AS BIGINT)".formatted(AT, offset));
  }
}
