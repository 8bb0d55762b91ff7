package podium.cli.docs;

import java.util.stream.Collectors;
import podium.protocol.experiment.Field;
import podium.protocol.experiment.RecipeFields;

/** The table of recipe fields in Markdown. Thread-safe. */
public final class RecipeTable {
  private static final String BEGIN = "<!-- fields: begin -->\n";
  private static final String END = "<!-- fields: end -->";

  private RecipeTable() {}

  /** The text of a document with the table between its two marks made anew. */
  public static String replaceIn(String document) {
    int begin = document.indexOf(BEGIN);
    int end = document.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IllegalArgumentException("the marks of the field table are missing");
    }
    return document.substring(0, begin + BEGIN.length()) + table() + document.substring(end);
  }

  private static String table() {
    return "| field | default | allowed | meaning |\n|---|---|---|---|\n"
        + RecipeFields.ALL.stream().map(RecipeTable::row).collect(Collectors.joining());
  }

  private static String row(Field field) {
    String unit = field.unit().isEmpty() ? "" : " (" + field.unit() + ")";
    return "| `%s` | `%s` | %s | %s%s |\n"
        .formatted(
            field.name(), field.defaultValue(), field.kind().allowed(), field.meaning(), unit);
  }
}
