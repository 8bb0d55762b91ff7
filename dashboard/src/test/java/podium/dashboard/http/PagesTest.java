package podium.dashboard.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.dashboard.Chromium;
import podium.dashboard.Story;
import podium.dashboard.Tale;
import podium.dashboard.Telling;
import podium.dashboard.domain.Batch;
import podium.dashboard.domain.Position;
import podium.dashboard.h2.H2Board;
import podium.protocol.id.TrialId;
import podium.protocol.report.Progress;

/** What all pages have in common, in a real browser over a board without Kafka. */
final class PagesTest {
  /** Text that stands in a page as the English words have it, although Korean has others. */
  private static final String ENGLISH =
      """
      async () => {
        const {en} = await import('/web/words/en.js');
        const {ko} = await import('/web/words/ko.js');
        const forms = found => (typeof found === 'string' ? [found] : Object.values(found));
        const escaped = text => text.replace(/[.*+?^$()|[\\]\\\\]/g, '\\\\$&');
        const sentences = Object.keys(en).filter(key => en[key] !== ko[key]).flatMap(key => forms(en[key]))
          .filter(text => /[a-z]{3}/.test(text.replace(/\\{\\w+\\}/g, '')))
          .map(text => new RegExp(`^${escaped(text).replace(/\\{\\w+\\}/g, '.+')}$`));
        const seen = [document.title];
        const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) {
          const node = walker.currentNode;
          if (!node.parentElement.closest('[lang=en]')) seen.push(node.data.trim());
        }
        for (const node of document.body.querySelectorAll('*')) {
          if (node.closest('[lang=en]')) continue;
          for (const name of ['title', 'aria-label', 'placeholder']) seen.push(node.getAttribute(name) ?? '');
        }
        return seen.filter(text => sentences.some(sentence => sentence.test(text)));
      }
      """;

  private static final String SELECTED =
      """
      async () => {
        const echarts = await import('/lib/echarts.js');
        const chart = echarts.getInstanceByDom(document.querySelector('[aria-label="accuracy by epoch"]'));
        const {legend, dataZoom} = chart.getOption();
        return [legend[0].selected.googlenet !== false, legend[0].selected.vgg16 !== false, Math.round(dataZoom[0].start)];
      }
      """;

  @TempDir private static Path directory;
  private static Chromium chromium;
  private static H2Board board;
  private static LiveFeed feed;
  private static DashboardServer server;
  private static Position position;
  private static Telling telling;
  private static Story story;
  private final List<String> complaints = new ArrayList<>();
  private Page page;

  @BeforeAll
  static void start() {
    chromium = Chromium.forTests();
    board = H2Board.open(directory);
    position = board.position();
    telling = new Telling(board);
    feed = new LiveFeed(position, 256, Duration.ofMillis(500));
    story = Tale.told();
    tell();
    server = Served.open(board, feed, () -> position.offset());
  }

  @AfterAll
  static void stop() {
    if (chromium != null) {
      chromium.close();
      feed.close();
      server.close();
      board.close();
    }
  }

  @BeforeEach
  void open() {
    page = page("en-GB");
  }

  @AfterEach
  void close() {
    page.close();
    assertThat(complaints).isEmpty();
  }

  /** A browser of its own, that has kept nothing. */
  private Page page(String locale) {
    Page opened = chromium.page(locale, 1360, 860, complaints);
    return opened;
  }

  /** The board and whoever watches hear what is new in the story. */
  private static void tell() {
    for (Batch batch : telling.tell(story)) {
      position = position.after(batch);
      feed.changed(position, batch);
    }
  }

  private void go(String path) {
    page.navigate("http://127.0.0.1:" + server.port() + path);
    page.locator("h1").waitFor();
    assertThat(page.locator("#live")).hasClass(Pattern.compile(".*"));
  }

  @Test
  void pages_inKorean_sayNothingInEnglish() {
    page.close();
    page = page("ko-KR");
    for (String path : EveryPageTest.PAGES.values()) {
      go(path);
      assertThat(page.locator("#live")).hasText(Pattern.compile("실시간|과거 시점"));
      assertThat(page.locator("html")).hasAttribute("lang", "ko");
      assertThat(page.evaluate(ENGLISH)).as(path).isEqualTo(List.of());
    }
    go("/");
    assertThat(page.locator("nav a").first()).hasText("리더보드");
    assertThat(page.locator("#total")).hasText("트라이얼 8개");
  }

  @Test
  void language_thatWasChosen_isKept() {
    go("/workers");
    assertThat(page.locator("h1")).hasText("Workers");
    page.locator("#language").selectOption("ko");
    assertThat(page.locator("h1")).hasText("워커");
    go("/experiments");
    assertThat(page.locator("h1")).hasText("실험");
    page.locator("#language").selectOption("en");
    assertThat(page.locator("h1")).hasText("Experiments");
  }

  @Test
  void trial_looksTheSame_onEveryPage() {
    List<String> looks = new ArrayList<>();
    for (String path :
        List.of(
            "/",
            "/?sort=trial",
            "/experiments/four-models-1",
            "/trials/four-models-1.4",
            "/workers")) {
      go(path);
      Locator swatch =
          page.locator(
              path.startsWith("/trials")
                  ? "h1 .swatch"
                  : "a[href='/trials/four-models-1.4'] .swatch");
      looks.add(swatch.first().getAttribute("style") + swatch.first().innerHTML());
    }
    assertThat(looks).doesNotContainNull().hasSize(5);
    assertThat(looks).containsOnly(looks.getFirst());
  }

  @Test
  void columns_thatWereChosen_stay_untilTheyAreTakenBack() {
    go("/");
    page.locator("#columns summary").click();
    page.locator("#columns input[name=seconds]").uncheck();
    page.locator("#columns input[name=testLoss]").check();
    assertThat(header("Seconds")).isHidden();
    go("/");
    assertThat(header("Test loss")).isVisible();
    assertThat(header("Seconds")).isHidden();
    page.locator("#columns summary").click();
    page.locator("#columns button").click();
    assertThat(header("Seconds")).isVisible();
    assertThat(header("Test loss")).isHidden();
  }

  private Locator header(String title) {
    return page.locator(
        ".tabulator-col", new Page.LocatorOptions().setHas(page.locator("text=\"" + title + "\"")));
  }

  @Test
  void file_isOfWhatIsShown() throws Exception {
    go("/?filter=accuracy%3E0.5&sort=seconds&page=0");
    assertThat(page.locator("#total")).hasText("4 trials");
    Download download = page.waitForDownload(() -> page.locator("#csv").click());
    assertThat(download.suggestedFilename()).isEqualTo("leaderboard.csv");
    assertThat(Files.readAllLines(download.path()))
        .hasSize(5)
        .element(1, InstanceOfAssertFactories.STRING)
        .startsWith("four-models-1.4,four-models-1,");
  }

  @Test
  void rows_areSortedByKeyboard() {
    go("/");
    header("Seconds").focus();
    page.keyboard().press("Enter");
    assertThat(page).hasURL(Pattern.compile(".*sort=seconds.*"));
    assertThat(page.locator(".tabulator-row").first()).containsText("four-models-1.4");
    header("Model").focus();
    page.keyboard().press("Shift+Enter");
    assertThat(page).hasURL(Pattern.compile(".*sort=seconds(,|%2C)model.*"));
    page.reload();
    assertThat(page.locator(".tabulator-row").first()).containsText("four-models-1.4");
    assertThat(header("Model")).hasAttribute("aria-sort", "ascending");
    assertThat(page).hasURL(Pattern.compile(".*sort=seconds(,|%2C)model.*"));
  }

  @Test
  void curves_thatWereHiddenOrZoomed_stay_whenEpochsArrive() {
    go("/experiments/four-models-1");
    Locator accuracy = page.locator("[aria-label='accuracy by epoch']");
    accuracy
        .locator("text")
        .getByText("googlenet", new Locator.GetByTextOptions().setExact(true))
        .click();
    page.evaluate(
        """
        async () => {
          const echarts = await import('/lib/echarts.js');
          echarts.getInstanceByDom(document.querySelector('[aria-label="accuracy by epoch"]'))
            .dispatchAction({type: 'dataZoom', start: 20, end: 80});
        }
        """);
    assertThat(page.evaluate(SELECTED)).asString().isEqualTo("[false, true, 20]");
    assertThat(page.locator("#live")).hasText("live");

    story.epoch("four-models-1.4", 1, 7, 0.7777, 1.7);
    tell();
    assertThat(page.locator("main")).containsText("77.76");
    assertThat(page.locator("main")).containsText("7/10");
    page.getByText("by seconds").first().click();
    assertThat(accuracy).containsText("seconds of training");
    assertThat(page.evaluate(SELECTED)).asString().startsWith("[false, true");
  }

  @Test
  void styles_areClosed_soThatNoneSwallowsTheOnesAfterIt() {
    go("/");
    Object nested =
        page.evaluate(
            """
            () => [...document.styleSheets].filter(sheet => sheet.href?.includes('app.css'))
              .flatMap(sheet => [...sheet.cssRules])
              .flatMap(rule => (rule.media ? [...rule.cssRules] : [rule]))
              .filter(rule => rule.selectorText && rule.cssRules.length)
              .map(rule => rule.selectorText)
            """);
    assertThat((List<?>) nested).isEmpty();
  }

  @Test
  void rows_areChangedInTheirPlace_withTheirFocus() {
    go("/workers");
    assertThat(page.locator("#live")).hasText("live");
    page.locator(".worker a[href='/trials/mixed-1.3']").focus();
    feed.progressed(
        new Progress(new TrialId("four-models-1.4"), 1, Story.WORKER, "cuda:3", 7, 10, 1, 2, 4321));
    assertThat(page.locator("[aria-label='progress of four-models-1.4']"))
        .hasAttribute("aria-valuenow", "65");
    assertThat(page.locator(".worker a[href='/trials/mixed-1.3']")).isFocused();
  }
}
