package podium.dashboard.domain;

import java.util.List;
import java.util.Optional;

/**
 * What a question in SQL comes to. Immutable.
 *
 * @param columns in their order, by the names that the question gives them
 * @param rows each with a value for every column: a text, a number, a truth value; nothing for NULL
 * @param cut whether there were more rows
 */
public record SqlAnswer(List<Column> columns, List<List<Optional<Object>>> rows, boolean cut) {
  public SqlAnswer {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
  }

  /** A column, and whether it has numbers. */
  public record Column(String name, boolean number) {}
}
