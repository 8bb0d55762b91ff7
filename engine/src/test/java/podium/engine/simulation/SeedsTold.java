package podium.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The table of {@code docs/simulation.md}: the seed at which each mistake was found, and what
 * noticed it.
 */
final class SeedsTold {
  private static final Path PAGE = Path.of("..", "docs", "simulation.md");
  private static final String HEAD = "| mistake | seed | what noticed it |";
  private static final Pattern ROW = Pattern.compile("\\| (.+) \\| (\\d+) \\| (.+) \\|");
  private static final Pattern INVARIANT = Pattern.compile("\\b[A-Z]+(_[A-Z]+)+\\b");

  private final Map<String, Found> rows = new LinkedHashMap<>();

  /**
   * One that was found.
   *
   * @param what noticed it, in the words of the simulation
   */
  record Found(long seed, String what) {
    String noticed() {
      Matcher invariant = INVARIANT.matcher(what);
      return invariant.find() ? "`" + invariant.group() + "`" : what.split(":", 2)[0];
    }
  }

  static SeedsTold read() {
    SeedsTold told = new SeedsTold();
    for (String line : table(lines())) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        told.add(row.group(1), new Found(Long.parseLong(row.group(2)), row.group(3)));
      }
    }
    return told;
  }

  OptionalLong seed(PlantedBug bug) {
    Found found = rows.get(bug.name());
    return found == null ? OptionalLong.empty() : OptionalLong.of(found.seed());
  }

  void add(String bug, Found found) {
    rows.put(bug, found);
  }

  /** Writes the table anew, of what was added. */
  void write() {
    List<String> lines = new ArrayList<>(lines());
    List<String> table = table(lines);
    table.clear();
    rows.forEach(
        (bug, found) ->
            table.add("| " + bug + " | " + found.seed() + " | " + found.noticed() + " |"));
    try {
      Files.write(PAGE, lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The rows below its head, of all the lines. */
  private static List<String> table(List<String> lines) {
    int head = lines.indexOf(HEAD);
    assertThat(head).as("the line %s of %s", HEAD, PAGE).isNotNegative();
    int end = head + 2;
    while (end < lines.size() && lines.get(end).startsWith("|")) {
      end++;
    }
    return lines.subList(head + 2, end);
  }

  private static List<String> lines() {
    try {
      return Files.readAllLines(PAGE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
