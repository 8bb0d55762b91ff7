package podium.dashboard.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * What opens from the heads of the leaderboard's columns, and the trial that others are compared
 * with, in a real browser.
 */
final class ColumnHeadsTest extends OnStudyPages {
  private Locator cell(String trial, String field) {
    return row(trial).locator("[tabulator-field='%s']".formatted(field));
  }

  private Locator funnel(String field) {
    return pages.find(".tabulator-col[tabulator-field='%s'] .funnel".formatted(field));
  }

  private Locator panel() {
    return pages.find(".head-panel");
  }

  @Test
  void head_filtersByItsColumn_tellsSo_andTakesItBack() {
    pages.go("/?sort=number");
    funnel("model").click();
    assertThat(panel()).containsText("Model");
    panel().locator("select").selectOption("~");
    panel().locator("input").fill("vgg");
    panel().getByText("Filter").click();
    assertThat(pages.find("input[name=filter]")).hasValue("model ~ vgg");
    assertThat(pages.find("#total")).hasText("6 trials");
    assertThat(panel()).hasCount(0);
    assertThat(funnel("model")).hasClass(Pattern.compile("\\bon\\b"));
    assertThat(pages.page()).hasURL(Pattern.compile(".*sort=number.*"));

    funnel("bestTestAccuracy").click();
    panel().locator("input").fill("72 %");
    panel().locator("input").press("Enter");
    assertThat(pages.find("input[name=filter]")).hasValue("model ~ vgg and accuracy >= 72%");
    assertThat(pages.find("#total")).hasText("3 trials");

    funnel("bestTestAccuracy").click();
    panel().locator("input").fill("72.5");
    panel().locator("input").press("Enter");
    assertThat(pages.find("input[name=filter]"))
        .hasValue("model ~ vgg and accuracy >= 72% and accuracy >= 72.5%");
    assertThat(pages.find("#total")).hasText("2 trials");
    funnel("bestTestAccuracy").click();
    panel().getByLabel("Without accuracy >= 72.5%").click();

    funnel("model").click();
    panel().locator("input").fill("   ");
    panel().locator("input").press("Enter");
    assertThat(panel()).isVisible();
    funnel("model").click();
    assertThat(panel()).hasCount(0);
    funnel("model").click();
    assertThat(panel().locator("code")).hasText("model ~ vgg");
    panel().getByLabel("Without model ~ vgg").click();
    assertThat(pages.find("input[name=filter]")).hasValue("accuracy >= 72%");
    assertThat(pages.find("#total")).hasText("9 trials");
    assertThat(funnel("model")).not().hasClass(Pattern.compile("\\bon\\b"));
  }

  @Test
  void head_isReachedByKeyboard_andLeavesTheOrderAlone() {
    pages.go("/?sort=number&columns=trial,learningRate,worker");
    funnel("assignment:learningRate").focus();
    pages.page().keyboard().press("Enter");
    assertThat(panel().locator("input:not([hidden])")).isFocused();
    assertThat(panel().locator("option[value='<']")).hasCount(1);
    pages.page().keyboard().press("Escape");
    assertThat(panel()).hasCount(0);
    assertThat(funnel("assignment:learningRate")).isFocused();
    assertThat(pages.page()).hasURL(Pattern.compile(".*sort=number.*"));

    funnel("worker").focus();
    pages.page().keyboard().press("Enter");
    panel().locator("select").selectOption("is empty");
    assertThat(panel().locator("input[name=value]")).isHidden();
    panel().locator("button[type=submit]").press("Enter");
    assertThat(pages.find("input[name=filter]")).hasValue("worker is empty");
    assertThat(pages.find("#total")).hasText("2 trials");
  }

  @Test
  void measure_isOfTheEpochsThatAreChosen() {
    pages.go("/?columns=trial,bestTestAccuracy,testLoss");
    funnel("bestTestAccuracy").click();
    panel().getByText("smallest").click();
    assertThat(pages.page()).hasURL(Pattern.compile(".*metric=min.*"));
    assertThat(pages.find("select[name=metric]")).hasValue("min");
    assertThat(cell("study-1.15", "minTestAccuracy")).hasText("8.00");
    assertThat(cell("study-1.15", "bestTestAccuracy")).isHidden();
    assertThat(pages.page()).hasURL(Pattern.compile(".*sort=-minTestAccuracy.*"));
    assertThat(pages.find(".tabulator-row a.trial").nth(14)).hasText("study-1.16");
    assertThat(pages.find(".tabulator-row a.trial").nth(15)).hasText("study-1.15");
    assertThat(pages.find(".tabulator-col[tabulator-field=minTestAccuracy]"))
        .hasAttribute("aria-sort", "descending");
    pages.find("#columns summary").click();
    assertThat(pages.find("#columns input[name=minTestAccuracy]")).isChecked();
    assertThat(pages.find("#columns input[name=bestTestAccuracy]")).not().isChecked();
    pages.page().keyboard().press("Escape");

    funnel("testLoss").click();
    panel().getByText("largest").click();
    assertThat(cell("study-1.15", "maxTestLoss")).hasText("1.983");
    assertThat(pages.page()).hasURL(Pattern.compile(".*columns=[^&]*maxTestLoss.*"));
    pages.page().reload();
    assertThat(cell("study-1.15", "maxTestLoss")).hasText("1.983");
    assertThat(cell("study-1.15", "minTestAccuracy")).hasText("8.00");
  }

  @Test
  void base_othersTellTheirDifferenceFromIt_alsoWhileItLearns() {
    pages.go("/");
    pick("study-1.15");
    pages.find("#as-base").click();
    assertThat(pages.find("#base")).containsText("compared with study-1.15 (30.00 %)");
    assertThat(cell("study-1.15", "delta")).hasText("Base");
    assertThat(cell("study-1.5", "delta")).hasText("+64.00");
    assertThat(cell("study-1.16", "delta")).hasText("-10.00");
    assertThat(pages.page()).hasURL(Pattern.compile(".*base=study-1.15.*"));
    assertThat(pages.find("#as-base")).isHidden();

    pages.study().story().epoch("study-1.15", 2, 4, 0.99, 2);
    pages.tell();
    assertThat(cell("study-1.16", "delta")).hasText("-79.00");
    assertThat(pages.find("#base")).containsText("99.00 %");

    pages.find("select[name=metric]").selectOption("min");
    assertThat(cell("study-1.16", "delta")).hasText("+12.00");
    assertThat(pages.find("#base")).containsText("8.00 %");
    pages.find("select[name=metric]").selectOption("at");
    pages.find("#at-epoch").fill("3");
    pages.find("#at-epoch").press("Enter");
    assertThat(pages.find("#base")).containsText("30.00 %");
    assertThat(cell("study-1.16", "delta")).hasText("");
    pages.page().reload();
    assertThat(cell("study-1.15", "delta")).hasText("Base");
    assertThat(pages.find("#base")).containsText("30.00 %");

    pages.find("#no-base").click();
    assertThat(pages.find("#base")).isHidden();
    assertThat(cell("study-1.15", "delta")).isHidden();
    assertThat(pages.page()).not().hasURL(Pattern.compile(".*base=.*"));
  }

  @Test
  void base_thatIsFilteredAway_isComparedWithAllTheSame() {
    pages.go("/?model=vgg16&base=study-1.2&picked=study-1.7");
    assertThat(cell("study-1.7", "delta")).hasText("-21.00");
    pages.find("#compare").click();
    assertThat(pages.find("#differences thead a.trial"))
        .hasText(new String[] {"study-1.2", "study-1.7"});
    assertThat(pages.find("#differences input[name=base]").first()).isChecked();
  }

  @Test
  void base_thatIsNotThere_isSaid() {
    pages.go("/?base=study-9.9");
    assertThat(pages.find("#toast")).containsText("There is no trial study-9.9");
    assertThat(pages.find("#base")).isHidden();
    assertThat(pages.find(".tabulator-row")).hasCount(18);
    assertThat(pages.complaints()).isEmpty();
    pick("study-1.7");
    pages.find("#compare").click();
    assertThat(pages.find("#differences thead a.trial")).hasText("study-1.7");
  }

  @Test
  void base_thatLearnedWhileTheReaderPaused_isAsItIsNow() {
    pages.go("/?model=vgg16&base=study-1.15");
    assertThat(cell("study-1.7", "delta")).hasText("+41.00");
    pages.find("#pause").click();
    pages.study().story().epoch("study-1.15", 2, 4, 0.61, 2);
    pages.tell();
    assertThat(pages.find("#news")).containsText("paused; 1 change waits");
    assertThat(cell("study-1.7", "delta")).hasText("+41.00");
    pages.find("#pause").click();
    assertThat(cell("study-1.7", "delta")).hasText("+10.00");
    assertThat(pages.find("#base")).containsText("61.00 %");
  }

  @Test
  void base_isOfTheAddress_notOfWhatTheBrowserKept() {
    pages.go("/?base=study-1.2");
    assertThat(cell("study-1.2", "delta")).hasText("Base");
    pages.go("/");
    assertThat(cell("study-1.2", "bestTestAccuracy")).isVisible();
    assertThat(cell("study-1.2", "delta")).isHidden();
    pages.find("select[name=metric]").selectOption("min");
    assertThat(cell("study-1.2", "minTestAccuracy")).isVisible();
    pages.go("/");
    assertThat(cell("study-1.2", "bestTestAccuracy")).isVisible();
  }
}
