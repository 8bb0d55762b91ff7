package podium.benchmarks;

import java.io.PrintStream;
import java.util.List;

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

  void line(String text) {
    out.println(text);
    out.flush();
  }
}
