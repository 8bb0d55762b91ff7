package podium.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.protocol.id.TrialId;
import podium.protocol.report.EpochResult;
import podium.protocol.report.Progress;
import podium.protocol.report.Score;
import podium.protocol.request.Action;

/** The pages in a real browser, over really projected events. */
final class BrowserTest {
  @TempDir static Path directory;
  private static Optional<Path> chromium = Optional.empty();
  private static EmbeddedBroker broker;
  private static KafkaLog log;
  private static Story story;
  private static Dashboard dashboard;

  @BeforeAll
  static void start() throws Exception {
    chromium = Chromium.installed();
    boolean continuous = "true".equals(System.getenv("CI"));
    assumeTrue(
        continuous || chromium.isPresent(), "no Chromium here; set PODIUM_CHROMIUM to its path");
    assertThat(chromium).as("Chromium in continuous integration").isPresent();
    broker = EmbeddedBroker.start(directory.resolve("kafka"));
    log = new KafkaLog(broker.address());
    story = Tale.told();
    log.append(story);
    dashboard = Scene.dashboard(broker, directory.resolve("h2"));
    Scene.awaitOffset(dashboard, story.log().size());
  }

  @AfterAll
  static void stop() {
    if (broker != null) {
      dashboard.close();
      log.close();
      broker.close();
    }
  }

  @Test
  void leaderboard_openedWatchedSortedAndFollowed() throws Exception {
    try (Chromium started = Chromium.start(chromium.orElseThrow())) {
      Page page =
          started
              .browser()
              .newPage(
                  new Browser.NewPageOptions()
                      .setColorScheme(ColorScheme.LIGHT)
                      .setViewportSize(1360, 860));
      List<String> complaints = new ArrayList<>();
      List<String> foreign = new ArrayList<>();
      page.onConsoleMessage(
          message -> {
            if (List.of("error", "warning").contains(message.type())) {
              complaints.add(message.text());
            }
          });
      page.onPageError(complaints::add);
      page.onRequest(
          request -> {
            if (!request.url().startsWith(Scene.uri(dashboard, "/").toString())
                && !request.url().startsWith("data:")) {
              foreign.add(request.url());
            }
          });

      walk(page);

      assertThat(page.title()).doesNotContain("broken");
      assertThat(complaints).isEmpty();
      filterInWords(page);
      // why: the browser itself tells of the filter that the board refused
      assertThat(complaints)
          .containsExactly(
              "Failed to load resource: the server responded with a status of 400 (Bad Request)");
      assertThat(foreign).isEmpty();
    }
  }

  private void walk(Page page) throws Exception {
    page.navigate(Scene.uri(dashboard, "/").toString());
    Locator rows = page.locator(".tabulator-row");
    assertThat(rows).hasCount(8);
    assertThat(rows.first()).containsText("four-models-1.3");
    assertThat(rows.first().locator(".best")).containsText("82.25");
    assertThat(page.locator("#live")).hasText("live");
    page.evaluate("window.notReloaded = true");

    log.progress(
        new Progress(new TrialId("four-models-1.4"), 1, Story.WORKER, "cuda:3", 7, 10, 1, 2, 4321));
    Locator running = rows.filter(new Locator.FilterOptions().setHasText("four-models-1.4"));
    assertThat(running.locator("[role=progressbar]")).hasAttribute("aria-valuenow", "65");
    log.append(story.epoch("four-models-1.4", 1, 7, 0.7914, 1.7));
    assertThat(running).containsText("79.14");
    assertThat(running).containsText("7/10");
    assertThat(page.evaluate("window.notReloaded")).isEqualTo(true);
    log.progress(decoding(12_300));
    Locator prepared = rows.filter(new Locator.FilterOptions().setHasText("mixed-1.3"));
    assertThat(prepared).containsText("decoding 12,300 of 25,000 images");
    assertThat(prepared.locator("[role=progressbar]")).hasAttribute("aria-valuenow", "49");
    Locator other = rows.filter(new Locator.FilterOptions().setHasText("mixed-1.2"));
    assertThat(other.locator(".other")).hasText("≠ 9f8e7d6c");
    assertThat(page.locator("#mixed"))
        .hasText(
            "Not the same data. mixed-1.2 was trained on other data than mixed-1.1 began with.");
    shoot(page, "leaderboard");

    page.locator(".tabulator-col-title", new Page.LocatorOptions().setHasText("Seconds")).click();
    assertThat(rows.first()).containsText("four-models-1.4");
    assertThat(page).hasURL(java.util.regex.Pattern.compile(".*sort=seconds.*"));

    page.navigate(Scene.uri(dashboard, "/experiments").toString());
    assertThat(page.locator("main")).containsText(Tale.ATTACK);
    shoot(page, "experiments");
    page.navigate(Scene.uri(dashboard, "/experiments/four-models-1").toString());
    assertThat(page.locator("tr.winner")).containsText("googlenet");
    assertThat(page.locator(".chart svg")).hasCount(3);
    Locator balls = page.locator("[aria-label='Accuracy against cost']");
    assertThat(balls).containsText("multiply-adds of one image, in millions");
    assertThat(page.locator("main")).containsText("402.9 M");
    assertThat(page.locator("main")).containsText("Image size");
    Locator learned = page.locator("[aria-label='accuracy by epoch']");
    assertThat(learned).containsText("epoch");
    page.locator("section", new Page.LocatorOptions().setHasText("Learning curves"))
        .getByText("by seconds")
        .click();
    assertThat(learned).containsText("seconds");
    page.locator("#theme").click();
    assertThat(page.locator("html")).hasAttribute("data-theme", "dark");
    assertThat(learned.locator("svg")).hasCount(1);
    page.locator("#theme").click();
    shoot(page, "experiment");
    page.locator("section", new Page.LocatorOptions().setHasText("Accuracy against cost"))
        .getByText("by seconds")
        .click();
    assertThat(balls).containsText("seconds of training");

    page.navigate(Scene.uri(dashboard, "/").toString());
    page.locator(".tabulator-row a", new Page.LocatorOptions().setHasText("four-models-1.3"))
        .click();
    assertThat(page.locator("h1")).hasText("four-models-1.3");
    assertThat(page.locator("main")).containsText("82.25 % at epoch 10");
    page.locator("#tab-events").click();
    page.locator(".events summary").first().click();
    assertThat(page.locator(".events pre").first()).containsText("TrialEnded");
    shoot(page, "trial");

    page.navigate(Scene.uri(dashboard, "/trials/four-models-1.4").toString());
    assertThat(page.locator("main")).not().containsText("Validation loss");
    log.append(story.epoch("four-models-1.4", 1, 8, 0.8, new Score(0.5, 810, 1000)));
    assertThat(page.locator("main")).containsText("Validation loss | accuracy %");
    assertThat(page.locator("main")).containsText("0.500 | 81.00 (810/1000)");
    assertThat(page.locator("main")).containsText("validation accuracy 81.00 %");
    assertThat(page.locator("main")).containsText("80.00 % at epoch 8");

    walkOverData(page);
    page.navigate(Scene.uri(dashboard, "/workers").toString());
    assertThat(page.locator(".slot.busy").first()).containsText("mixed-1.3");
    assertThat(page.locator(".slot.busy").first()).containsText("decoding 20,000 of 25,000 images");
    log.progress(decoding(25_000));
    assertThat(page.locator(".slot.busy").first()).containsText("decoding 25,000 of 25,000 images");
    assertThat(page.locator(".slot.busy").last()).containsText("four-models-1.4");
    assertThat(page.locator(".title")).containsText("4 of 5 slots busy");
    assertThat(page.locator(".slot")).hasCount(7);
    assertThat(page.locator(".chip.left")).containsText("left");
    assertThat(page.locator(".chip.lost")).hasCount(0);
    shoot(page, "workers");
    page.navigate(Scene.uri(dashboard, "/rejected").toString());
    assertThat(page.locator("main")).containsText("not JSON: " + Tale.ATTACK);
    assertThat(page.locator("main"))
        .containsText(
            "Of the log, 0 records do not count, 0 facts are not understood, and 1 are refused");
    assertThat(page.locator("main"))
        .containsText("worker " + Tale.ATTACK + " is not registered as i");
    shoot(page, "rejected");
    page.navigate(Scene.uri(dashboard, "/?status=FAILED").toString());
    assertThat(page.locator("main")).containsText("No trial fits these filters.");
    severalSlotsAndAFork(page);
    beyondTheListenersThatAreServed(page);
  }

  private static void severalSlotsAndAFork(Page page) throws Exception {
    Together.onSeveralSlots(story);
    EpochResult tenth =
        Story.result("four-models-1.3", 1, 10, 0.8246 * (1 - Math.exp(-0.6 * 10)), 2.6);
    Together.fork(
        story,
        "four-models-1.3",
        tenth,
        new Action.Fork("four-models-1.3", Optional.empty(), Map.of("epochs", 20L)));
    log.append(story);
    Scene.awaitOffset(dashboard, story.log().size());
    JsonNode wide = Scene.json(dashboard, "/api/trials?experiment=wide-1").get("rows");
    assertThat(wide.findValuesAsText("slot")).containsExactly("cpu:0, cpu:1", "null");
    assertThat(Scene.json(dashboard, "/api/trials/wide-1.2").at("/spec/resources/slots").asInt())
        .isEqualTo(2);
    JsonNode fork = Scene.json(dashboard, "/api/leaderboard?experiment=four-models-2");
    assertThat(fork.at("/rows/0/forkedFrom/trial").asText()).isEqualTo("four-models-1.3");
    assertThat(fork.at("/rows/0/forkedFrom/epoch").asInt()).isEqualTo(10);

    page.navigate(Scene.uri(dashboard, "/workers").toString());
    Locator broad =
        page.locator("section.worker").filter(new Locator.FilterOptions().setHasText("broad"));
    assertThat(broad.locator(".slot.busy").first()).containsText("wide-1.1");
    assertThat(broad.locator(".slot.busy").last()).containsText("lent to cpu:0");
    assertThat(broad.locator(".slot").last()).containsText("free");
    assertThat(page.locator(".title")).containsText("6 of 8 slots busy");
    page.navigate(Scene.uri(dashboard, "/?experiment=wide-1").toString());
    assertThat(page.locator(".tabulator-row").first()).containsText("broad cpu:0, cpu:1");
    page.navigate(Scene.uri(dashboard, "/trials/wide-1.2").toString());
    assertThat(page.locator("main")).containsText("2 together");
    page.navigate(Scene.uri(dashboard, "/trials/four-models-2.1").toString());
    assertThat(page.locator("main")).containsText("epoch 10 of four-models-1.3");
  }

  private void filterInWords(Page page) {
    page.navigate(Scene.uri(dashboard, "/").toString());
    page.locator(".tabulator-row").first().waitFor();
    page.fill("input[name=filter]", "modle ~ resnet");
    page.press("input[name=filter]", "Enter");
    assertThat(page.locator(".wrong"))
        .containsText("filter, at character 1: there is no modle; did you mean model?");
    assertThat(page.locator("input[name=filter]")).hasAttribute("aria-invalid", "true");
    page.fill("input[name=filter]", "accuracy > 0.5 and (model ~ resnet or model ~ vgg)");
    page.press("input[name=filter]", "Enter");
    assertThat(page.locator("#total")).hasText("2 trials");
    assertThat(page.locator(".wrong")).hasCount(0);
    assertThat(page).hasURL(java.util.regex.Pattern.compile(".*filter=accuracy.*"));
    page.reload();
    assertThat(page.locator("#total")).hasText("2 trials");
  }

  private static void beyondTheListenersThatAreServed(Page page) throws Exception {
    List<Socket> listeners = new ArrayList<>();
    page.navigate("about:blank");
    try {
      // why: the page's own stream ends a moment later, and leaves a place
      await()
          .during(Duration.ofSeconds(2))
          .atMost(Duration.ofSeconds(60))
          .until(() -> refused(listeners));
      page.navigate(Scene.uri(dashboard, "/").toString());
      assertThat(page.locator("#stale")).containsText("500 pages listen already");
      assertThat(page.locator("#live")).hasText("not live");
      shoot(page, "full");
    } finally {
      for (Socket socket : listeners) {
        socket.close();
      }
    }
    assertThat(page.locator("#stale"))
        .isHidden(new LocatorAssertions.IsHiddenOptions().setTimeout(40_000));
    assertThat(page.locator("#live")).hasText("live");
  }

  /** Opens one more stream; whether there was no place for it. */
  private static boolean refused(List<Socket> listeners) throws Exception {
    boolean full = false;
    while (!full && listeners.size() < 600) {
      Socket socket = new Socket(InetAddress.getLoopbackAddress(), dashboard.port());
      listeners.add(socket);
      String call =
          "GET /api/stream HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n";
      socket.getOutputStream().write(call.getBytes(StandardCharsets.UTF_8));
      BufferedReader answer =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      String line = answer.readLine();
      while (!line.equals(": podium") && !line.equals("event: full")) {
        line = answer.readLine();
      }
      full = line.equals("event: full");
    }
    return full;
  }

  private static Progress decoding(int done) {
    return Progress.before(
        new TrialId("mixed-1.3"), 1, Story.WORKER, "cuda:0", 3, "decoding", done, 25_000);
  }

  /** What was trained on, and what is done before training. */
  private void walkOverData(Page page) throws Exception {
    page.navigate(Scene.uri(dashboard, "/experiments/mixed-1").toString());
    Locator main = page.locator("main");
    assertThat(main.locator(".note"))
        .containsText("mixed-1.2 was trained on other data than mixed-1.1 began with");
    assertThat(main.locator("tr .other")).hasText("≠ 9f8e7d6c");
    assertThat(main).containsText("decoding 12,300 of 25,000 images");
    // why: who is not there yet is told nothing of what passes
    assertThat(page.locator("#live")).hasText("live");
    log.progress(decoding(20_000));
    assertThat(main).containsText("decoding 20,000 of 25,000 images");
    shoot(page, "data");

    page.navigate(Scene.uri(dashboard, "/trials/mixed-1.2").toString());
    assertThat(main.locator(".note"))
        .containsText("mixed-1.2 was trained on other data than mixed-1.1 began with");
    page.navigate(Scene.uri(dashboard, "/trials/mixed-1.1").toString());
    assertThat(main.locator(".note")).hasCount(0);
    assertThat(main.locator("li").getByText(Tale.ATTACK)).hasCount(1);
    assertThat(main.locator("li").getByText("tested on val/")).hasCount(1);
    assertThat(main.locator("code[title*='1a2b3c4d0000']").first()).hasText("1a2b3c4d");
    shoot(page, "data-trial");

    page.navigate(Scene.uri(dashboard, "/trials/mixed-1.3").toString());
    assertThat(page.locator("#rate")).hasText("decoding 20,000 of 25,000 images, 80.0 %");
  }

  /** Pictures for people, in both colours, when a folder for them is named. */
  private static void shoot(Page page, String name) {
    Optional.ofNullable(System.getenv("PODIUM_PICTURES"))
        .map(Path::of)
        .ifPresent(
            folder -> {
              page.evaluate("scrollTo(0, 0)");
              for (String colours : List.of("light", "dark")) {
                page.screenshot(
                    new Page.ScreenshotOptions()
                        .setFullPage(true)
                        .setPath(folder.resolve(name + "-" + colours + ".png")));
                page.locator("#theme").click();
              }
            });
  }
}
