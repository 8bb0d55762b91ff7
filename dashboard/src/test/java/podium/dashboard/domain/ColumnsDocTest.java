package podium.dashboard.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What people read of the columns is what the columns are. */
final class ColumnsDocTest {
  private static final Path PAGE = Path.of("../docs/filters.md");
  private static final Path SCRIPT = Path.of("src/main/resources/web/columns.js");
  private static final Pattern TABLE =
      Pattern.compile("(?<=<!-- columns -->\n).*?(?=<!-- end of columns -->)", Pattern.DOTALL);
  private static final Pattern FIELD = Pattern.compile("\\bfield: '(\\w+)'");

  private static String table() {
    return new TrialColumns(Set.of(), Map.of())
        .all().stream()
            .map(column -> "| `%s` | %s |%n".formatted(column.name(), column.meaning()))
            .collect(Collectors.joining("", "| column | meaning |\n|---|---|\n", ""));
  }

  @Test
  void documentation_listsTheColumns() throws IOException {
    String page = Files.readString(PAGE);
    Matcher found = TABLE.matcher(page);
    assertThat(found.find()).isTrue();
    if (Boolean.getBoolean("podium.docs.write")) {
      Files.writeString(PAGE, found.replaceFirst(Matcher.quoteReplacement(table())));
    } else {
      assertThat(found.group()).isEqualTo(table());
    }
  }

  @Test
  void leaderboard_showsColumnsThatItCanBeSortedBy() throws IOException {
    List<String> fields =
        FIELD.matcher(Files.readString(SCRIPT)).results().map(found -> found.group(1)).toList();
    assertThat(fields).hasSizeGreaterThan(20).doesNotHaveDuplicates();
    assertThat(new TrialColumns(Set.of(), Map.of()).names()).containsAll(fields);
  }
}
