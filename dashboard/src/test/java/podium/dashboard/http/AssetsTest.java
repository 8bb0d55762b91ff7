package podium.dashboard.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What browsers get of the program: every file of the pages, and nothing else. */
final class AssetsTest {
  private static final Path WEB = Path.of("src/main/resources/web");
  private static final List<String> SENT_AS_PAGES = List.of("index.html", "login.html");

  @Test
  void everyFileOfThePages_isServed() throws IOException {
    try (Stream<Path> files = Files.walk(WEB)) {
      List<String> all =
          files
              .filter(Files::isRegularFile)
              .map(file -> WEB.relativize(file).toString())
              .filter(file -> !SENT_AS_PAGES.contains(file))
              .toList();
      assertThat(all).isNotEmpty().allMatch(file -> Assets.have("/web/" + file));
    }
  }

  @Test
  void pages_areThoseOfTheirTable_andNoOthers() {
    assertThat(List.of("/", "/experiments", "/experiments/mine-1", "/trials/mine-1.1", "/workers"))
        .allMatch(Assets::have);
    assertThat(List.of("/trials", "/trials/a/b", "/web/", "/web/index.html", "/pages.json", "/api"))
        .noneMatch(Assets::have);
  }
}
