package podium.dashboard.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.impl.driver.Driver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The scripts of the pages, without a browser: what stands in {@code src/test/js}, by Node. */
final class ScriptsTest {
  private static final Path TESTS = Path.of("src/test/js");

  @TestFactory
  Stream<DynamicTest> scripts_areWhatTheirTestsSay() throws IOException {
    String node = node();
    try (Stream<Path> files = Files.list(TESTS)) {
      return files.filter(file -> file.toString().endsWith(".test.mjs")).sorted().toList().stream()
          .map(
              file ->
                  DynamicTest.dynamicTest(file.getFileName().toString(), () -> run(node, file)));
    }
  }

  // why: Playwright brings the Node that it drives browsers with
  private static String node() {
    return Driver.ensureDriverInstalled(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"), false)
        .createProcessBuilder()
        .command()
        .getFirst();
  }

  private static void run(String node, Path test) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                node, "--disable-warning=MODULE_TYPELESS_PACKAGE_JSON", "--test", test.toString())
            .redirectErrorStream(true)
            .start();
    String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(told).isZero();
    // why: Node is content with a file that has no test
    assertThat(told).containsPattern("(#|ℹ) (pass|skipped) [1-9]");
  }
}
