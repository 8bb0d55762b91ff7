package podium.cli.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every promise of SECURITY.md is kept by tests that are there. */
final class SecurityDocTest {
  private static final Pattern NAMED =
      Pattern.compile("`([A-Z][A-Za-z]*Test)(?:\\.([A-Za-z0-9_]+))?`");

  @Test
  void promises_areTen_andNameTestsThatAreThere() throws IOException {
    List<String> promises =
        Home.read("SECURITY.md").lines().filter(line -> line.matches("\\| \\d+ \\|.*")).toList();
    assertThat(promises).hasSize(10);
    Map<String, String> tests = tests();
    for (String promise : promises) {
      List<MatchResult> named = NAMED.matcher(promise).results().toList();
      assertThat(named.isEmpty()).as(promise).isEqualTo(promise.endsWith("| *open* |"));
      for (MatchResult test : named) {
        assertThat(tests).as(promise).containsKey(test.group(1));
        if (test.group(2) != null) {
          assertThat(tests.get(test.group(1))).contains("void " + test.group(2) + "(");
        }
      }
    }
  }

  /** Sources of the tests, by name. */
  private static Map<String, String> tests() throws IOException {
    Map<String, String> tests = new HashMap<>();
    for (String module :
        List.of("protocol", "engine", "scheduler", "workers", "dashboard", "cli")) {
      Files.walkFileTree(
          Home.path(module).resolve("src/test/java"),
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              String name = file.getFileName().toString();
              if (name.endsWith("Test.java")) {
                tests.put(name.replace(".java", ""), Files.readString(file));
              }
              return FileVisitResult.CONTINUE;
            }
          });
    }
    return tests;
  }
}
