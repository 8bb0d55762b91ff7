package podium.benchmarks;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** Prints Markdown as it is measured. For one thread. */
final class Report {
  private final PrintStream out;

  Report(PrintStream out) {
    this.out = out;
  }

  /** Begins a part: its name, and what exactly is done, in a paragraph. */
  void part(String name, String paragraph) {
    out.printf("%n## %s%n%s%n", name, paragraph);
  }

  /** Begins a table. */
  void columns(String... names) {
    out.println();
    row(names);
    row(List.of(names).stream().map(name -> "---").toArray(String[]::new));
  }

  void row(String... cells) {
    out.println("| " + String.join(" | ", cells) + " |");
    out.flush();
  }

  void line(String format, Object... values) {
    out.println(text(format, values));
    out.flush();
  }

  /** Formatted alike on every machine. */
  static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
