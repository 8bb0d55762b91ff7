package podium.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.dashboard.Chromium;

/** A real training in the browser of somebody who has scrolled, points, and hid a curve. */
final class WatchedTrainingTest {
  private static final String EXPERIMENT =
      "{\"experiment\":\"watched\",\"dataset\":\"digits\",\"matrix\":{\"model\":[\"resnet18\",\"mobilenet_v2\"],\"seed\":%s},"
          + "\"recipe\":{\"epochs\":2000,\"batchSize\":64},\"limits\":{\"trainImages\":256}}";
  private static final List<Integer> SEEDS = IntStream.rangeClosed(1, 15).boxed().toList();
  private static final Pattern EPOCH = Pattern.compile("([\\d,]+)/2,?000");
  private static final String SCROLLED =
      "document.querySelector('.tabulator-tableholder').scrollTop";
  private static final String HELD = "window.held === document.activeElement";

  /** Names of the curves, and whether the first one is drawn. */
  private static final String CURVES =
      """
      async () => {
        const echarts = await import('/lib/echarts.js');
        const chart = echarts.getInstanceByDom(document.querySelector('[aria-label="accuracy by epoch"]'));
        const [{data, selected}] = chart.getOption().legend;
        const names = data.map(each => each.name ?? each);
        return [names.length, names[0], selected[names[0]] !== false];
      }
      """;

  private final TestSystem system;
  private final List<String> complaints = new ArrayList<>();

  WatchedTrainingTest(@TempDir Path dir) {
    this.system = new TestSystem(dir);
  }

  @AfterEach
  void end() {
    system.close();
  }

  private int epochs() {
    return system.board().rows("/api/trials?trial=watched-1.1").path(0).path("epoch").asInt();
  }

  private int awaitEpochs(int least) {
    await().atMost(LogFacts.LONG).until(() -> epochs() >= least);
    return epochs();
  }

  @Test
  void training_goesOnUnderTheReader_andMovesNothing() {
    try (Chromium chromium = Chromium.forTests()) {
      system.up().ready(system.port());
      system.publish(EXPERIMENT.formatted(SEEDS));
      awaitEpochs(1);
      Page page = chromium.page("en-GB", 1360, 520, complaints);
      staysUnderTheReader(page);
      keepsWhatIsHidden(page);
      assertThat(complaints).isEmpty();
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () -> {
                JsonNode capacity = system.board().rows("/api/workers").path(0).path("capacity");
                assertThat(capacity.path("memoryFreeBytes").asLong()).isPositive();
                assertThat(capacity.path("diskFreeBytes").asLong()).isPositive();
              });
    }
  }

  private void go(Page page, String path) {
    page.navigate("http://127.0.0.1:" + system.port() + path);
    assertThat(page.locator("#live")).hasText("live");
  }

  private static Locator row(Page page, int number) {
    return page.locator(".tabulator-row:has(a[href='/trials/watched-1.%d'])".formatted(number));
  }

  /** Waits until that epoch or a later one stands there. */
  private static void awaitShown(Locator where, int epoch) {
    where
        .page()
        .waitForCondition(
            () ->
                EPOCH
                    .matcher(where.innerText())
                    .results()
                    .anyMatch(shown -> Integer.parseInt(shown.group(1).replace(",", "")) >= epoch));
  }

  private void staysUnderTheReader(Page page) {
    go(page, "/");
    assertThat(page.locator(".tabulator-row")).hasCount(2 * SEEDS.size());
    page.evaluate(SCROLLED + " = 300");
    row(page, 12).locator("a.trial").focus();
    row(page, 13).hover();
    page.evaluate("window.held = document.activeElement");
    Object scrolled = page.evaluate(SCROLLED);
    List<String> order = page.locator(".tabulator-row a.trial").allInnerTexts();

    int epoch = awaitEpochs(epochs() + 2);
    awaitShown(row(page, 1).locator("[tabulator-field=epoch]"), epoch);
    assertThat(page.evaluate(SCROLLED)).isEqualTo(scrolled);
    assertThat(page.evaluate(HELD)).as("the focus stays").isEqualTo(true);
    assertThat(row(page, 13)).hasCSS("background-color", "rgb(240, 244, 251)");
    assertThat(page.locator(".tabulator-row a.trial").allInnerTexts()).isEqualTo(order);
  }

  private void keepsWhatIsHidden(Page page) {
    go(page, "/experiments/watched-1");
    Locator accuracy = page.locator("[aria-label='accuracy by epoch']");
    accuracy.locator("text").first().waitFor();
    List<?> before = (List<?>) page.evaluate(CURVES);
    accuracy
        .locator("text")
        .getByText((String) before.get(1), new Locator.GetByTextOptions().setExact(true))
        .click();
    assertThat(((List<?>) page.evaluate(CURVES)).get(2)).isEqualTo(false);
    int epoch = awaitEpochs(epochs() + 2);
    awaitShown(page.locator("main"), epoch);
    assertThat(((List<?>) page.evaluate(CURVES)).get(2)).as("it stays hidden").isEqualTo(false);
  }
}
