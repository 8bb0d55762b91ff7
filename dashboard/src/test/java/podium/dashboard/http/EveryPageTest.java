package podium.dashboard.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.AxeResults;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import com.microsoft.playwright.options.ScreenshotAnimations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.dashboard.Tale;
import podium.dashboard.Telling;
import podium.dashboard.domain.Batch;
import podium.dashboard.domain.Position;
import podium.dashboard.h2.H2Board;
import podium.protocol.report.Capacity;
import podium.protocol.report.WorkerCapacity;

/**
 * Every page with a board that has something of everything: what axe says of it, and its picture.
 * With {@code -Dpodium.docs.write=true} the pictures in {@code docs/screenshots} are taken anew.
 */
final class EveryPageTest {
  /** Where each page is, by the name of its picture. */
  static final Map<String, String> PAGES = pages();

  private static final Path PICTURES = Path.of("..", "docs", "screenshots");

  @TempDir private static Path directory;
  private static H2Board board;
  private static LiveFeed feed;
  private static DashboardServer server;
  private static Browsing browser;

  private static Map<String, String> pages() {
    Map<String, String> pages = new LinkedHashMap<>();
    pages.put("leaderboard", "/");
    pages.put("groups", "/?group=all-but-seed&picked=four-models-1.1");
    pages.put("compare", "/compare?trials=four-models-1.1,four-models-1.3,four-models-1.4");
    pages.put("experiments", "/experiments");
    pages.put("experiment", "/experiments/four-models-1");
    pages.put("trial", "/trials/four-models-1.4");
    pages.put("log", "/trials/four-models-1.4?tab=log");
    pages.put("queue", "/queue");
    pages.put("submit", "/submit");
    pages.put("workers", "/workers");
    pages.put("rejected", "/rejected");
    pages.put("audit", "/audit");
    pages.put("timeline", "/timeline");
    pages.put("past", "/?at=20");
    return pages;
  }

  @BeforeAll
  static void start() {
    board = H2Board.open(directory);
    Position position = board.position();
    feed = new LiveFeed(position, 256, Duration.ofMillis(500));
    for (Batch batch : new Telling(board).tell(Tale.told())) {
      position = position.after(batch);
      feed.changed(position, batch);
    }
    feed.heard(
        new WorkerCapacity("anvil", new Capacity(256L << 30, 61L << 30, 1800L << 30, 420L << 30)));
    long end = position.offset();
    server = Served.open(board, feed, () -> end);
    browser = Browsing.of(server.port());
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
    }
    feed.close();
    server.close();
    board.close();
  }

  @Test
  void axe_findsNothing_inEitherColour_norAtAPhonesWidth() {
    List<String> findings = new ArrayList<>();
    PAGES.forEach(
        (name, path) -> {
          Page page = browser.page("en-GB", 1360, path);
          still(page);
          findings.addAll(findings(page, name));
          page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
          findings.addAll(findings(page, name + ", dark"));
          page.setViewportSize(390, 844);
          findings.addAll(findings(page, name + ", dark, on a phone"));
          page.close();
        });
    assertThat(findings).isEmpty();
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void axe_findsNothing_inWhatOpensFromAColumnsHead() {
    List<String> findings = new ArrayList<>();
    Page page = browser.page("en-GB", 1360, "/?filter=accuracy+%3E+0");
    still(page);
    page.locator(".tabulator-col[tabulator-field=bestTestAccuracy] .funnel").click();
    page.locator(".head-panel code").waitFor();
    findings.addAll(findings(page, "head"));
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
    findings.addAll(findings(page, "head, dark"));
    page.close();
    assertThat(findings).isEmpty();
    assertThat(browser.complaints()).isEmpty();
  }

  private static List<String> findings(Page page, String where) {
    AxeResults results = new AxeBuilder(page).setLegacyMode(true).analyze();
    assertThat(results.isErrored()).as(results.getErrorMessage()).isFalse();
    assertThat(results.getPasses()).as(where).hasSizeGreaterThan(10);
    return results.getViolations().stream()
        .flatMap(
            rule ->
                rule.getNodes().stream()
                    .map(
                        node ->
                            "%s: %s: %s; %s"
                                .formatted(
                                    where, rule.getId(), node.getHtml(), node.getFailureSummary())))
        .toList();
  }

  private static void still(Page page) {
    page.emulateMedia(
        new Page.EmulateMediaOptions()
            .setReducedMotion(ReducedMotion.REDUCE)
            .setColorScheme(ColorScheme.LIGHT));
    page.waitForTimeout(300);
  }

  @Test
  void pictures_areOfEveryPage() throws IOException {
    if (Boolean.getBoolean("podium.docs.write")) {
      take();
    }
    try (Stream<Path> files = Files.list(PICTURES)) {
      assertThat(files.map(file -> file.getFileName().toString()).toList())
          .containsExactlyInAnyOrderElementsOf(
              PAGES.keySet().stream().map(name -> name + ".png").toList());
    }
  }

  private static void take() throws IOException {
    Files.createDirectories(PICTURES);
    try (Stream<Path> files = Files.list(PICTURES)) {
      for (Path old : files.sorted(Comparator.naturalOrder()).toList()) {
        Files.delete(old);
      }
    }
    PAGES.forEach(
        (name, path) -> {
          Page page = browser.page("en-GB", 1360, path);
          still(page);
          // why: what would become of a draft is said a moment after the last key
          page.waitForTimeout(1500);
          page.screenshot(
              new Page.ScreenshotOptions()
                  .setAnimations(ScreenshotAnimations.DISABLED)
                  .setPath(PICTURES.resolve(name + ".png")));
          page.close();
        });
  }
}
