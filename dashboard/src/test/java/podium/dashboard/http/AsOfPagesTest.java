package podium.dashboard.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.dashboard.Chromium;
import podium.dashboard.Replay;
import podium.dashboard.Story;
import podium.dashboard.Tale;

/** The slider of the timeline and what it does to every page, in a real browser. */
final class AsOfPagesTest {
  @TempDir private static Path directory;
  private static Chromium chromium;
  private static Replay replay;
  private static Story story;
  private static int shown;
  private final List<String> complaints = new ArrayList<>();
  private Page page;

  @BeforeAll
  static void start() {
    chromium = Chromium.forTests();
    replay = Replay.start("study.jsonl", directory, 0);
    story = Tale.told();
    tell();
  }

  @AfterAll
  static void stop() {
    if (chromium != null) {
      chromium.close();
      replay.close();
    }
  }

  @BeforeEach
  void open() {
    page = chromium.page("en-GB", 1360, 860, complaints);
  }

  @AfterEach
  void close() {
    page.close();
    assertThat(complaints).isEmpty();
  }

  private static void tell() {
    for (; shown < story.log().size(); shown++) {
      replay.take(shown, story.log().get(shown));
    }
    replay.show();
  }

  private void go(String path) {
    page.navigate("http://127.0.0.1:" + replay.port() + path);
    page.locator("h1").waitFor();
  }

  private Locator slider() {
    return page.locator("input[type=range]");
  }

  @Test
  void slider_movedByKeyboard_drivesEveryPageUntilBackToLive() {
    go("/timeline");
    assertThat(page.locator("#past")).isHidden();
    assertThat(page.locator("#live")).hasText("live");
    slider().focus();
    page.keyboard().press("Home");
    for (int event = 0; event < 31; event++) {
      page.keyboard().press("ArrowRight");
    }
    assertThat(page).hasURL(Pattern.compile(".*/timeline\\?at=31"));
    assertThat(page.locator("#past")).containsText("The board as of offset 31, ");
    assertThat(page.locator("#live")).hasText("past");
    assertThat(slider()).hasAttribute("aria-valuetext", Pattern.compile("offset 31 of \\d+, .*"));
    assertThat(page.locator("main")).containsText("four-models-1.2");
    assertThat(page.locator("table")).not().containsText("four-models-1.3");
    assertThat(page.getByLabel("new best trials")).containsText("four-models-1.3");

    page.locator("nav a").first().click();
    assertThat(page).hasURL(Pattern.compile(".*/\\?at=31"));
    assertThat(page.locator("#past")).containsText("as of offset 31");
    assertThat(page.locator("#total")).hasText("4 trials");
    assertThat(page.locator(".tabulator-row").first()).containsText("four-models-1.2");
    page.locator(".tabulator-row a[href*='four-models-1.2']").first().click();
    assertThat(page).hasURL(Pattern.compile(".*/trials/four-models-1.2\\?at=31"));
    assertThat(page.locator("main")).containsText("running");
    page.locator("nav a[href^='/workers']").click();
    assertThat(page.locator("main")).containsText("four-models-1.2");

    page.getByText("Back to live").click();
    assertThat(page).hasURL(Pattern.compile(".*/workers"));
    assertThat(page.locator("#past")).isHidden();
    assertThat(page.locator("#live")).hasText("live");
    assertThat(page.locator("main")).not().containsText("four-models-1.2");
  }

  @Test
  void page_ofThePast_staysAsItIsWhileEventsArrive() {
    int now = story.log().size();
    go("/trials/four-models-1.4?at=" + now);
    assertThat(page.locator("#past")).containsText("as of offset " + now);
    String before = page.locator("main").innerText();
    story.epoch("four-models-1.4", 1, 7, 0.7777, 1.7);
    tell();
    go("/trials/four-models-1.4");
    assertThat(page.locator("main")).containsText("77.7");
    go("/trials/four-models-1.4?at=" + now);
    assertThat(page.locator("main")).not().containsText("77.7");
    assertThat(before).doesNotContain("77.7");
    page.getByText("What changed since").click();
    assertThat(page.getByLabel("new best trials")).containsText("0");
    assertThat(page.locator("#changes")).containsText("from offset %d to offset".formatted(now));
  }

  @Test
  void filters_thatAPageWrites_leaveTheMoment() {
    go("/?at=40&sort=trial");
    page.locator("input[name=archived]").check();
    assertThat(page).hasURL(Pattern.compile(".*archived=true.*at=40"));
    assertThat(page.locator("#csv")).hasAttribute("href", Pattern.compile(".*at=40"));
  }

  @Test
  void moment_thatCannotBe_isSaidAndLedBackFrom() {
    go("/timeline");
    page.onConsoleMessage(message -> {});
    page.navigate("http://127.0.0.1:" + replay.port() + "/?at=soon");
    assertThat(page.locator("#past")).containsText("The board as of soon");
    assertThat(page.locator("#stale")).containsText("allowed: an offset of the log");
    page.getByText("Back to live").click();
    assertThat(page.locator("#live")).hasText("live");
    // why: the browser itself tells of answers that are refusals
    complaints.removeIf(text -> text.contains("400"));
  }
}
