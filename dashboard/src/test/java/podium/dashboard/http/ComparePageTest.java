package podium.dashboard.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import java.nio.file.Files;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Trials beside each other, and their curves, in a real browser. */
final class ComparePageTest extends OnStudyPages {
  private static final String FOUR = "/compare?trials=study-1.1,study-1.4,study-1.7,study-1.15";

  /** Series of a chart that draw something, by their ids. */
  private static final String SERIES =
      """
      async label => {
        const echarts = await import('/lib/echarts.js');
        const chart = echarts.getInstanceByDom(document.querySelector(`[aria-label="${label}"]`));
        return chart.getOption().series.filter(Boolean).map(each => each.id).join('|');
      }
      """;

  /** Whether any two of the names that a chart shows lie on each other. */
  private static final String OVERLAPS =
      """
      label => {
        const boxes = [...document.querySelectorAll(`[aria-label="${label}"] text`)]
          .filter(text => /resnet18|vgg16|alexnet/.test(text.textContent))
          .map(text => text.getBoundingClientRect());
        return boxes.length > 1 && boxes.some((one, i) => boxes.some((other, j) => i < j && one.left < other.right
          && other.left < one.right && one.top < other.bottom && other.top < one.bottom));
      }
      """;

  private String series(String label) {
    return (String) pages.page().evaluate(SERIES, label);
  }

  private Locator line(String name) {
    return pages.find("#differences tr:has(th[scope=row]:text-is('%s'))".formatted(name));
  }

  @Test
  void trials_standBesideABase_withoutWhatIsTheSame() {
    pages.go(FOUR);
    assertThat(line("Best accuracy %").locator("td"))
        .hasText(new String[] {"91.00", "90.00 -1.00", "71.00 -20.00", "30.00 -61.00"});
    assertThat(line("learningRate").locator("td.differs")).hasCount(1);
    assertThat(line("batchSize")).hasCount(0);
    pages.find("input[name=showSame]").check();
    assertThat(line("batchSize").locator("td").first()).hasText("128");
    pages.find("input[name=base]").nth(2).check();
    assertThat(line("Best accuracy %").locator("td").first()).hasText("91.00 +20.00");
    assertThat(pages.page()).hasURL(Pattern.compile(".*base=study-1.7&all=true"));
    pages.page().reload();
    assertThat(pages.find("input[name=base]").nth(2)).isChecked();
    pages.find("button[aria-label='compare without study-1.4']").click();
    assertThat(pages.find("#differences thead a.trial")).hasCount(3);
    assertThat(pages.page()).hasURL(Pattern.compile(".*trials=study-1.1,study-1.7,study-1.15.*"));
  }

  @Test
  void balls_haveNamesThatDoNotLieOnEachOther_andAFrontThatNothingBeats() {
    String label = "accuracy against cost of these trials";
    pages.go(FOUR + ",study-1.2,study-1.3,study-1.5,study-1.8,study-1.13,study-1.14");
    Locator balls = pages.find("[aria-label='%s']".formatted(label));
    assertThat(balls).containsText("resnet18 learningRate=0.001");
    assertThat(balls).containsText("multiply-adds of one image, in millions");
    assertThat(pages.page().evaluate(OVERLAPS, label)).isEqualTo(false);
    assertThat(series(label)).contains("study-1.7|").doesNotContain("front");
    pages.page().getByText("by slot-seconds").click();
    assertThat(balls).containsText("slot-seconds of training");
    assertThat(series(label)).endsWith("|front");
    assertThat(pages.page().evaluate(OVERLAPS, label)).isEqualTo(false);
    pages.find("input[name=paretoFront]").uncheck();
    assertThat(series(label)).doesNotContain("front");
    assertThat(pages.page()).hasURL(Pattern.compile(".*cost=slotSeconds&pareto=false"));
  }

  @Test
  void values_areDrawnAgainstEachOther() {
    pages.go(FOUR);
    Locator scatter = pages.find("[aria-label='two values of these trials']");
    assertThat(scatter).containsText("Seconds");
    pages.find("select[name=x]").selectOption("learningRate");
    assertThat(scatter).containsText("learningRate");
    Locator lines = pages.find("[aria-label='all values of these trials']");
    assertThat(lines).containsText("model");
    assertThat(lines).containsText("Best accuracy %");
  }

  @Test
  void curves_areSmoothedGroupedAndMeasured_asTheReaderChooses() throws Exception {
    String label = "accuracy by epoch";
    pages.go(FOUR + ",study-1.2");
    Locator accuracy = pages.find("[aria-label='%s']".formatted(label));
    assertThat(accuracy).containsText("study-1.15");
    assertThat(series(label)).contains("study-1.15 test").doesNotContain("raw");
    accuracy.locator("text").getByText("study-1.4").click();
    pages.find("input[name=smoothing]").fill("0.6");
    assertThat(series(label)).contains("study-1.15 test raw");
    assertThat(
            pages
                .page()
                .evaluate(
                    """
                    async () => {
                      const echarts = await import('/lib/echarts.js');
                      const chart = echarts.getInstanceByDom(document.querySelector('[aria-label="accuracy by epoch"]'));
                      const {legend, series} = chart.getOption();
                      return `${legend[0].selected['study-1.4']} ${
                        series.find(each => each?.id === 'study-1.1 test').data[1][1].toFixed(4)}`;
                    }
                    """))
        // of 35.8 and 57.52 as TensorBoard weighs them: (0.6 * 0.4 * 35.8 + 0.4 * 57.52) / 0.64
        .isEqualTo("false 49.3750");
    pages.find("input[name=withSuperseded]").check();
    assertThat(series(label)).contains("study-1.15 test lost 0");
    pages.page().getByText("by slot-hours").click();
    assertThat(accuracy).containsText("slot-hours");
    pages.page().getByText("by time").click();
    assertThat(accuracy).containsText("time");
    pages.find("input[name=logScale]").check();
    pages.find("input[name=groupMeanBand]").check();
    assertThat(series(label)).contains("resnet18 learningRate=0.001 band");
    Download file =
        pages.page().waitForDownload(() -> pages.page().getByText("Points as CSV").click());
    assertThat(Files.readAllLines(file.path()))
        .hasSize(1 + 8 + 8 + 8 + 8 + 5)
        .anyMatch(line -> line.startsWith("study-1.15,4,1,") && line.endsWith("true"));
  }

  @Test
  void picture_thatIsSaved_hasTheGroundItWasDrawnOn() {
    pages.go("/compare?trials=study-1.1,study-1.2");
    pages.find("[aria-label='accuracy by epoch'] svg").waitFor();
    Object saved =
        pages
            .page()
            .evaluate(
                """
                async () => {
                  const echarts = await import('/lib/echarts.js');
                  const chart = echarts.getInstanceByDom(document.querySelector('[aria-label="accuracy by epoch"]'));
                  const file = decodeURIComponent(chart.getDataURL({type: 'svg'}));
                  const ground = getComputedStyle(document.documentElement).getPropertyValue('--surface').trim();
                  return [/<rect[^>]*>/.exec(file)?.[0].includes(`fill="${ground}"`), ground];
                }
                """);
    assertThat(saved).asString().startsWith("[true, #");
  }

  @Test
  void nothingToCompare_saysWhereToPick() {
    pages.page().navigate(pages.address("/compare"));
    assertThat(pages.find("main")).containsText("Pick trials on the leaderboard");
    pages.page().navigate(pages.address("/compare?trials=study-1.99"));
    assertThat(pages.find("main")).containsText("There are no such trials: study-1.99");
  }
}
