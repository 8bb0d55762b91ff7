package podium.cli.docs;

import java.util.List;
import java.util.stream.Collectors;
import podium.protocol.experiment.Field;
import podium.protocol.experiment.RecipeFields;
import podium.protocol.experiment.SpecFields;

/** The tables of recipe fields, limits and rules of stopping in Markdown. Thread-safe. */
final class RecipeTable {
  private RecipeTable() {}

  /** The text of a document with each table between its two marks made anew. */
  static String replaceIn(String document) {
    String fields = replace(document, "fields", RecipeFields.ALL);
    String limits = replace(fields, "limits", SpecFields.LIMITS);
    return replace(limits, "stopping", SpecFields.STOPPING);
  }

  private static String replace(String document, String name, List<Field> fields) {
    String beginMark = "<!-- %s: begin -->\n".formatted(name);
    int begin = document.indexOf(beginMark);
    int end = document.indexOf("<!-- %s: end -->".formatted(name));
    if (begin < 0 || end < begin) {
      throw new IllegalArgumentException("the marks of the table of " + name + " are missing");
    }
    return document.substring(0, begin + beginMark.length())
        + table(fields)
        + document.substring(end);
  }

  private static String table(List<Field> fields) {
    return "| field | default | allowed | meaning |\n|---|---|---|---|\n"
        + fields.stream().map(RecipeTable::row).collect(Collectors.joining());
  }

  private static String row(Field field) {
    String unit = field.unit().isEmpty() ? "" : " (" + field.unit() + ")";
    return "| `%s` | `%s` | %s | %s%s |\n"
        .formatted(
            field.name(), field.defaultValue(), field.kind().allowed(), field.meaning(), unit);
  }
}
