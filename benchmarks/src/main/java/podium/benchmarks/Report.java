package podium.benchmarks;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Prints Markdown as it is measured. For one thread. */
final class Report {
  private final PrintStream out;
  private final List<String> notes = new ArrayList<>();

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

  /**
   * Keeps a sentence for behind the table, which it would break; once, however often it is said.
   */
  void note(String sentence) {
    if (!notes.contains(sentence)) {
      notes.add(sentence);
    }
  }

  /** Ends a table: the sentences that were kept. */
  void notes() {
    if (!notes.isEmpty()) {
      out.println();
      notes.forEach(out::println);
      notes.clear();
    }
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
