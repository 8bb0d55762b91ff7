package podium.dashboard.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.dashboard.Chromium;
import podium.dashboard.h2.H2Board;

/** A real browser at a board that others can reach. */
final class LoginPageTest {
  private static final String TOKEN = "the-token-of-this-test";

  @TempDir Path directory;

  @Test
  void page_withoutCookie_asksForTheTokenOnce_andLeadsToWhereOneWanted() {
    Optional<Path> chromium = Chromium.installed();
    assumeTrue("true".equals(System.getenv("CI")) || chromium.isPresent(), "no Chromium here");
    H2Board board = H2Board.open(directory);
    LiveFeed feed = new LiveFeed(board.position(), 256, Duration.ofMillis(500));
    DashboardServer server = server(board, feed);
    try (Chromium started = Chromium.start(chromium.orElseThrow())) {
      walk(started.browser().newPage(), "http://127.0.0.1:" + server.port());
    } finally {
      feed.close();
      server.close();
      board.close();
    }
  }

  private static void walk(Page page, String address) {
    page.navigate(address + "/workers");
    assertThat(page).hasURL(address + "/login?to=%2Fworkers");
    page.fill("#token", "wrong");
    page.click("button[type=submit]");
    assertThat(page.locator("#told")).containsText("that is not the token of this board");
    page.fill("#token", TOKEN);
    page.click("button[type=submit]");
    assertThat(page).hasURL(address + "/workers");
    assertThat(page.locator("#live")).hasText("live");
    assertThat(page.evaluate("document.cookie")).isEqualTo("");
    page.navigate(address + "/login?to=https://evil.example/");
    page.fill("#token", TOKEN);
    page.click("button[type=submit]");
    assertThat(page).hasURL(address + "/");
  }

  private static DashboardServer server(H2Board board, LiveFeed feed) {
    return Served.withToken(board, feed, TOKEN);
  }
}
