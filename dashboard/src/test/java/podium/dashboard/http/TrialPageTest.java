package podium.dashboard.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.dashboard.Story;
import podium.dashboard.Tale;
import podium.dashboard.Telling;
import podium.dashboard.Together;
import podium.dashboard.h2.H2Board;
import podium.protocol.request.Action;

/** A trial's page with its tabs, its log and its checkpoints. */
final class TrialPageTest {
  @TempDir private Path folder;
  private H2Board board;
  private LiveFeed feed;
  private DashboardServer server;
  private Path home;
  private Path log;

  @BeforeEach
  void start() throws IOException {
    board = H2Board.open(folder.resolve("board"));
    feed = new LiveFeed(board.position(), 256, Duration.ofMillis(500));
    Story story = Tale.told().cancelled("mixed-1.1").cancelled("attack-1.1");
    Together.fork(
        story,
        "four-models-1.3",
        Story.result("four-models-1.3", 1, 10, 0.8246 * (1 - Math.exp(-0.6 * 10)), 2.6),
        new Action.Fork("four-models-1.3", Optional.empty(), Map.of("epochs", 20L)));
    new Telling(board).tell(story);
    home = folder.resolve("checkpoints");
    Path attempt = Files.createDirectories(home.resolve("four-models-1.4/1"));
    log = attempt.resolve("trainer.log");
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 1000; i++) {
      text.append("2026-11-24T08:00:00.000Z line ").append(i).append('\n');
    }
    text.append("2026-11-24T08:00:01.000Z WARNING: cuDNN is old\n");
    Files.writeString(log, text);
    // why: the story's checkpoints have one byte
    Files.writeString(attempt.resolve("epoch-5.safetensors"), "5");
    Files.writeString(attempt.resolve("epoch-6.safetensors"), "cut off, or another");
    server = Served.withFiles(board, home, feed);
  }

  @AfterEach
  void stop() {
    feed.close();
    server.close();
    board.close();
  }

  private HttpResponse<String> get(String path) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(server.port(), path)))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  @Test
  void log_isReadByIdsAlone_withinItsLimits() throws Exception {
    String of = "/api/trials/four-models-1.4/attempts/1/log";
    assertThat(get(of + "?limit=1&contains=cudnn").body()).contains("cuDNN is old");
    assertThat(get(of + "?from=0&limit=1").body()).contains("Z line 0");
    assertThat(get(of + "?limit=1001").statusCode()).isEqualTo(400);
    assertThat(get(of + "?before=-1").statusCode()).isEqualTo(400);
    assertThat(get(of + "?before=1&from=1").body()).contains("give one of them");
    assertThat(get(of + "?contains=" + "x".repeat(201)).statusCode()).isEqualTo(400);
    assertThat(get("/api/trials/four-models-1.4/attempts/2/log").statusCode()).isEqualTo(404);
    assertThat(get("/api/trials/four-models-1.4/attempts/..%2f1/log").statusCode()).isEqualTo(400);
    assertThat(get("/api/trials/..%2f..%2fetc/attempts/1/log").statusCode()).isIn(400, 404);
    assertThat(get("/api/trials/mixed-1.3/attempts/1/log").body())
        .contains("nothing is kept of what its trainer said");
  }

  @Test
  void checkpoint_isHandedOut_onlyWhereItIsWhatTheLogSays() throws Exception {
    HttpResponse<String> fifth = get("/api/trials/four-models-1.4/checkpoints/5");
    assertThat(fifth.body()).isEqualTo("5");
    assertThat(fifth.headers().firstValue("Content-Disposition").orElse(""))
        .contains("four-models-1.4-epoch-5.safetensors");
    assertThat(fifth.headers().firstValue("Repr-Digest").orElse("")).startsWith("sha-256=:");
    assertThat(get("/api/trials/four-models-1.4/checkpoints/6").statusCode()).isEqualTo(404);
    assertThat(get("/api/trials/four-models-1.4/checkpoints/4").body()).contains("is not kept");
    assertThat(get("/api/trials/four-models-1.4/checkpoints/99").statusCode()).isEqualTo(404);
    assertThat(get("/api/trials/four-models-1.4/checkpoints/x").statusCode()).isEqualTo(400);
  }

  @Test
  void tabs_areInTheAddress_andReachedByKeys() {
    try (Browsing browsing = Browsing.of(server.port())) {
      Page page = browsing.page("en-GB", 1440, "/trials/four-models-1.4?tab=events");
      assertThat(page.locator("#panel-events")).isVisible();
      assertThat(page.locator("#panel-overview")).isHidden();
      page.locator("#tab-events").focus();
      page.keyboard().press("ArrowRight");
      assertThat(page.locator("#panel-attempts")).isVisible();
      assertThat(page).hasURL(Pattern.compile(".*tab=attempts"));
      page.keyboard().press("Home");
      assertThat(page.locator("#panel-overview")).containsText("Multiply-adds");
      assertThat(page).hasURL(Pattern.compile(".*/four-models-1.4"));
      browsing.shoot(page, "trial-overview");
      page.locator("#tab-curves").click();
      assertThat(page.locator("[aria-label='accuracy by epoch'] text").first()).isVisible();
      browsing.shoot(page, "trial-curves");
      page.locator("#tab-spec").click();
      assertThat(page.locator("#panel-spec")).containsText("model: resnet18");
      browsing.shoot(page, "trial-spec");
      page.locator("#tab-attempts").click();
      browsing.shoot(page, "trial-attempts");
      page.locator("#panel-attempts button").click();
      assertThat(page.locator(".log li").last()).containsText("cuDNN is old");

      browsing.go(page, "/trials/attack-1.1?tab=attempts");
      assertThat(page.locator("#panel-attempts")).containsText("cancelled before it had a slot");
      assertThat(page.locator("main")).not().containsText("Waiting for its first slot");
      browsing.go(page, "/trials/four-models-1.3?tab=lineage");
      assertThat(page.locator("#panel-lineage a")).hasText("four-models-2.1");
      browsing.shoot(page, "trial-lineage");
      browsing.go(page, "/trials/four-models-2.1?tab=lineage");
      assertThat(page.locator("#panel-lineage li")).containsText("epoch 10 of four-models-1.3");
      page.locator("#tab-overview").click();
      assertThat(page.locator("#panel-overview h2").first()).hasText("Why it waits");
      browsing.shoot(page, "trial-waits");
      for (String tab : new String[] {"overview", "curves", "log", "checkpoints", "attempts"}) {
        browsing.fitsAPhone("/trials/four-models-1.4?tab=" + tab);
      }
      assertThat(browsing.complaints()).isEmpty();
    }
  }

  @Test
  void log_growsIsSearchedAndReadBackwards_andCheckpointsAreFetched() throws IOException {
    try (Browsing browsing = Browsing.of(server.port())) {
      Page page = browsing.page("en-GB", 1440, "/trials/four-models-1.4?tab=log");
      Locator lines = page.locator(".log li");
      assertThat(lines).hasCount(300);
      assertThat(lines.last()).containsText("cuDNN is old");
      Files.writeString(log, "2026-11-24T08:00:02Z new\n", StandardOpenOption.APPEND);
      assertThat(lines.last()).containsText("Z new");
      browsing.shoot(page, "trial-log");
      page.getByText("Earlier lines").click();
      assertThat(lines).hasCount(601);
      assertThat(lines.nth(0)).containsText("line 401");
      page.getByRole(AriaRole.SEARCHBOX).fill("LINE 99");
      assertThat(lines).hasCount(11);
      assertThat(page.locator(".log mark").first()).hasText("line 99");
      assertThat(page.getByText("Search further back")).isHidden();
      page.getByRole(AriaRole.SEARCHBOX).fill("nowhere");
      assertThat(page.locator("main")).containsText("No line has this text.");

      page.locator("#tab-checkpoints").click();
      assertThat(page.locator("#panel-checkpoints tbody tr")).hasCount(6);
      assertThat(page.locator("#panel-checkpoints a")).hasCount(1);
      browsing.shoot(page, "trial-checkpoints");
      Download download = page.waitForDownload(() -> page.locator("#panel-checkpoints a").click());
      assertThat(download.suggestedFilename()).isEqualTo("four-models-1.4-epoch-5.safetensors");
      assertThat(Files.readString(download.path())).isEqualTo("5");
      assertThat(browsing.complaints()).isEmpty();
    }
  }
}
