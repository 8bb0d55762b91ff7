package podium.cli.view;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import podium.protocol.Printable;

/** Rows of text in columns as wide as they need. Confined to one thread. */
public final class Table {
  private final List<String> heads;
  private final List<List<String>> rows = new ArrayList<>();

  /** A table; heads that begin with {@code >} stand over columns set to the right. */
  public Table(String... heads) {
    this.heads = List.of(heads);
  }

  /** Adds a row with one cell for each head. */
  public Table row(Object... cells) {
    if (cells.length != heads.size()) {
      throw new IllegalArgumentException(
          "a row has %d cells; allowed: %d".formatted(cells.length, heads.size()));
    }
    rows.add(List.of(cells).stream().map(cell -> Printable.of(String.valueOf(cell))).toList());
    return this;
  }

  /** Heads and rows as lines. */
  public List<String> lines() {
    List<String> titles = heads.stream().map(head -> head.replaceFirst("^>", "")).toList();
    List<Integer> widths =
        IntStream.range(0, heads.size()).mapToObj(column -> width(titles, column)).toList();
    List<String> lines = new ArrayList<>();
    lines.add(line(titles, widths));
    rows.forEach(row -> lines.add(line(row, widths)));
    return lines;
  }

  private int width(List<String> titles, int column) {
    return Math.max(
        titles.get(column).length(),
        rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0));
  }

  private String line(List<String> cells, List<Integer> widths) {
    List<String> padded = new ArrayList<>();
    for (int i = 0; i < cells.size(); i++) {
      String space = " ".repeat(widths.get(i) - cells.get(i).length());
      padded.add(heads.get(i).startsWith(">") ? space + cells.get(i) : cells.get(i) + space);
    }
    return String.join("  ", padded).stripTrailing();
  }
}
