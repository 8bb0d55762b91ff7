package podium.cli.view;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import podium.cli.view.ResultTable.Cell;
import podium.protocol.Printable;

/** A table of results in the forms that others read. Stateless. */
public final class ResultFormats {
  private static final CsvMapper CSV = new CsvMapper();

  private ResultFormats() {}

  /** Comma-separated values in full, with a line of names (RFC 4180); shares are from 0 to 1. */
  public static String csv(ResultTable table) {
    return csv(table.names(), table.values());
  }

  /** Likewise rows, each as a list or by these names. */
  static String csv(List<String> names, List<?> rows) {
    CsvSchema.Builder schema = CsvSchema.builder().setUseHeader(true).setLineSeparator("\r\n");
    names.forEach(schema::addColumn);
    try {
      return CSV.writer(schema.build()).writeValueAsString(rows);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("the results cannot be written", e);
    }
  }

  /** A table of Markdown. */
  public static List<String> markdown(ResultTable table) {
    List<String> lines = new ArrayList<>();
    lines.add(row(table.names()));
    lines.add(row(table.heads().stream().map(head -> head.number() ? "---:" : "---").toList()));
    table
        .rows()
        .forEach(
            cells ->
                lines.add(
                    row(
                        cells.stream()
                            .map(Cell::shown)
                            .map(text -> Printable.of(text).replace("|", "\\|"))
                            .toList())));
    return lines;
  }

  private static String row(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |";
  }

  /** A tabular of LaTeX. */
  public static List<String> latex(ResultTable table) {
    String columns =
        table.heads().stream().map(head -> head.number() ? "r" : "l").collect(Collectors.joining());
    List<String> lines = new ArrayList<>();
    lines.add("\\begin{tabular}{" + columns + "}");
    lines.add("\\hline");
    lines.add(tex(table.names()));
    lines.add("\\hline");
    table.rows().forEach(cells -> lines.add(tex(cells.stream().map(Cell::shown).toList())));
    lines.add("\\hline");
    lines.add("\\end{tabular}");
    return lines;
  }

  private static String tex(List<String> cells) {
    return cells.stream().map(ResultFormats::escaped).collect(Collectors.joining(" & ")) + " \\\\";
  }

  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    for (char sign : Printable.of(text).toCharArray()) {
      switch (sign) {
        case '\\' -> escaped.append("\\textbackslash{}");
        case '~' -> escaped.append("\\textasciitilde{}");
        case '^' -> escaped.append("\\textasciicircum{}");
        case '&', '%', '$', '#', '_', '{', '}' -> escaped.append('\\').append(sign);
        default -> escaped.append(sign);
      }
    }
    return escaped.toString();
  }
}
