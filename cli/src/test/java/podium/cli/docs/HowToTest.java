package podium.cli.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What docs/how-to.md and CONTRIBUTING.md name is there. */
final class HowToTest {
  private static final String PAGE = Home.read("docs/how-to.md") + Home.read("CONTRIBUTING.md");
  private static final Pattern FILE =
      Pattern.compile("`([\\w./-]+/[\\w.-]+\\.(?:java|js|sql|conf|md|json|py))`");
  private static final Pattern TEST = Pattern.compile("\\b(\\w+Test)\\b");
  private static final Pattern TYPED = Pattern.compile("`\\./dev (\\w+)[^`]*`");

  @Test
  void files_named_areThere() throws IOException {
    List<String> files = files();
    assertThat(found(FILE))
        .hasSizeGreaterThan(30)
        .allSatisfy(name -> assertThat(files).as(name).anyMatch(file -> file.endsWith("/" + name)));
  }

  @Test
  void tests_named_areThere() throws IOException {
    List<String> files = files();
    assertThat(found(TEST))
        .hasSizeGreaterThan(10)
        .allSatisfy(
            name -> assertThat(files).as(name).anyMatch(it -> it.endsWith("/" + name + ".java")));
  }

  @Test
  void words_typed_areOnesOfTheScript() {
    String script = Home.read("dev");
    assertThat(found(TYPED))
        .contains("check", "test", "format", "docs")
        .allSatisfy(word -> assertThat(script).contains("\n./dev " + word));
  }

  private static List<String> found(Pattern pattern) {
    return pattern.matcher(PAGE).results().map((MatchResult it) -> it.group(1)).distinct().toList();
  }

  /** Every file of sources and pages, by its path with a slash before it. */
  private static List<String> files() throws IOException {
    List<String> files = new ArrayList<>();
    try (Stream<Path> parts = Files.list(Home.path(""))) {
      for (Path part : parts.filter(Files::isDirectory).toList()) {
        Path folder = part.endsWith("docs") ? part : part.resolve("src");
        if (Files.isDirectory(folder)) {
          try (Stream<Path> all = Files.walk(folder)) {
            all.map(path -> "/" + Home.path("").relativize(path)).forEach(files::add);
          }
        }
      }
    }
    return files;
  }
}
