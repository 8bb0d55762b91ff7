package podium.cli.view;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import podium.dashboard.domain.SqlAnswer;
import podium.dashboard.domain.SqlAnswer.Column;

/** The answer to a question in SQL, in the forms that people and programs read. */
public final class SqlAnswerView {
  private final SqlAnswer answer;

  /** Of this answer. */
  public SqlAnswerView(SqlAnswer answer) {
    this.answer = answer;
  }

  /** As a table. */
  public List<String> lines() {
    Table table =
        new Table(
            answer.columns().stream()
                .map(column -> (column.number() ? ">" : "") + column.name())
                .toArray(String[]::new));
    answer.rows().forEach(row -> table.row(row.stream().map(SqlAnswerView::text).toArray()));
    List<String> lines = new ArrayList<>(table.lines());
    if (answer.cut()) {
      lines.add(
          "... and more; these are the first %,d rows, LIMIT and OFFSET have others"
              .formatted(answer.rows().size()));
    }
    return lines;
  }

  /** As comma-separated values with a line of names (RFC 4180). */
  public List<String> csv() {
    return ResultFormats.csv(
            answer.columns().stream().map(Column::name).toList(),
            answer.rows().stream()
                .map(row -> row.stream().map(SqlAnswerView::text).toList())
                .toList())
        .lines()
        .toList();
  }

  /** As an array of objects. */
  public ArrayNode json() {
    ArrayNode rows = JsonNodeFactory.instance.arrayNode();
    for (List<Optional<Object>> row : answer.rows()) {
      ObjectNode object = rows.addObject();
      for (int i = 0; i < row.size(); i++) {
        Column column = answer.columns().get(i);
        row.get(i)
            .ifPresentOrElse(
                value -> object.putPOJO(column.name(), value), () -> object.putNull(column.name()));
      }
    }
    return rows;
  }

  private static String text(Optional<Object> value) {
    return value.map(String::valueOf).orElse("");
  }
}
