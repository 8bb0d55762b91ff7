package podium.dashboard.http;

import java.io.IOException;
import java.io.Writer;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import podium.dashboard.domain.Sheet;

/** Sheets as CSV, as RFC 4180 has it; a cell without a value is empty. */
final class Csv {
  private static final Pattern TO_QUOTE = Pattern.compile("[\",\r\n]");

  private Csv() {}

  static void write(Sheet sheet, Writer out) throws IOException {
    line(sheet.columns().stream().map(Optional::of).toList(), out);
    for (Iterator<List<Optional<String>>> rows = sheet.rows().iterator(); rows.hasNext(); ) {
      line(rows.next(), out);
    }
  }

  private static void line(List<Optional<String>> cells, Writer out) throws IOException {
    out.write(
        cells.stream()
            .map(cell -> cell.map(Csv::quoted).orElse(""))
            .collect(Collectors.joining(",")));
    out.write("\r\n");
  }

  private static String quoted(String text) {
    return TO_QUOTE.matcher(text).find() ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }
}
