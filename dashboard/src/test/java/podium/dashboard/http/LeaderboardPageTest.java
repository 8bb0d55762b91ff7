package podium.dashboard.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import podium.protocol.experiment.Stopping;

/** Groups, verdict, picked trials, filters and what stays where it is, in a real browser. */
final class LeaderboardPageTest extends OnStudyPages {
  private Locator group(String name) {
    return pages.find("tr[data-group='%s']".formatted(name));
  }

  @Test
  void groups_allButTheSeed_tellMeanAndInterval_andOpenToTheirTrials() {
    pages.go("/");
    pages.find("#grouping summary").click();
    pages.find("#grouping input[value=all-but-seed]").check();
    assertThat(pages.page()).hasURL(Pattern.compile(".*group=all-but-seed"));
    assertThat(pages.find("#groups tbody tr")).hasCount(6);
    Locator best = group("resnet18 learningRate=0.001");
    assertThat(best).containsText("92.00");
    assertThat(best).containsText("1.00");
    assertThat(best).containsText("89.52 to 94.48");
    assertThat(best).containsText("study-1.3");
    assertThat(group("alexnet learningRate=0.001")).containsText("2 of 3");
    assertThat(pages.find("#grid")).isHidden();

    best.locator("button.twist").press("Enter");
    assertThat(best.locator("button.twist")).hasAttribute("aria-expanded", "true");
    assertThat(pages.find("tr.inside a.trial"))
        .hasText(new String[] {"study-1.3", "study-1.2", "study-1.1"});

    pages.find("#grouping summary").click();
    pages.find("#grouping input[name=learningRate]").uncheck();
    assertThat(pages.page()).hasURL(Pattern.compile(".*group=model$"));
    assertThat(pages.find("#groups tbody tr[data-group]")).hasCount(3);
    assertThat(group("resnet18")).containsText("92.00");
    group("vgg16").locator("button.small").click();
    assertThat(pages.find("#total")).hasText("6 trials");
    assertThat(pages.find("input[name=filter]")).hasValue("model = vgg16");
    assertThat(pages.find("#grid")).isVisible();
    assertThat(pages.find(".tabulator-row")).hasCount(6);
  }

  @Test
  void groups_thatAreOpen_stayOpen_whenTrialsEnd() {
    pages.go("/?group=model");
    group("alexnet").locator("button.twist").click();
    assertThat(pages.find("tr.inside a.trial")).hasCount(6);
    pages.study().story().succeeded("study-1.16", 1);
    pages.tell();
    assertThat(group("alexnet")).containsText("3 of 6");
    assertThat(pages.find("tr.inside a.trial")).hasCount(6);
    assertThat(group("alexnet").locator("button.twist")).isFocused();
  }

  @Test
  void verdict_thatIsNotShown_saysHowManySeedsWouldTell_andSubmitsThem() {
    pages.go("/?group=all-but-seed");
    Locator verdict = pages.find("#verdict");
    assertThat(verdict.locator(".chip")).hasText("not shown");
    assertThat(verdict)
        .containsText("resnet18 learningRate=0.001 over resnet18 learningRate=0.01: -");
    assertThat(verdict).containsText("by 3 seeds, paired");
    assertThat(verdict)
        .containsText(Pattern.compile("About \\d+ more seeds of each would settle 2.0 points"));
    pages.find("select[name=settle]").selectOption("0.05");
    assertThat(verdict).containsText("would settle 5.0 points");

    pages.find("#more-seeds").click();
    Locator dialog = pages.find("dialog");
    assertThat(dialog).containsText("resnet18 learningRate=0.001: seeds 4, ");
    dialog.locator("button.primary").click();
    assertThat(dialog.locator(".fates .good")).hasText(new String[] {"done", "done"});
    dialog.getByText("Close").click();
    assertThat(pages.page()).hasURL(Pattern.compile(".*group=model,learningRate.*"));
    assertThat(group("resnet18 learningRate=0.001")).containsText("3 of ");
    assertThat(pages.find("#groups tbody tr[data-group]")).hasCount(6);
  }

  @Test
  void verdict_ofGroupsThatAreChosen_isShown_andStandsInTheAddress() {
    pages.go("/?group=all-but-seed");
    pages.find("select[name=verdictOther]").selectOption("vgg16 learningRate=0.001");
    Locator verdict = pages.find("#verdict");
    assertThat(verdict.locator(".chip")).hasText("shown");
    assertThat(verdict).containsText(": +20.0 points (+");
    assertThat(verdict).containsText("Chance alone would set them as far apart 25 % of the time.");
    assertThat(pages.find("#more-seeds")).hasCount(0);
    pages.page().reload();
    assertThat(verdict.locator(".chip")).hasText("shown");
    assertThat(pages.find("select[name=verdictOther]")).hasValue("vgg16 learningRate=0.001");
  }

  @Test
  void pickedTrials_areCancelledOnlyOnceTheReaderSaysYes() {
    pages.go("/?sort=-number");
    pages.find("#grid .tabulator-tableholder").waitFor();
    pick("study-1.18");
    row("study-1.17").locator("input.pick").focus();
    pages.page().keyboard().press("Space");
    assertThat(pages.find(".actions")).containsText("2 picked");
    pages.find("[data-action=cancel]").click();
    pages.find("dialog").getByText("No").click();
    assertThat(row("study-1.18")).containsText("queued");

    pages.find("[data-action=cancel]").click();
    assertThat(pages.find("dialog")).containsText("study-1.18, study-1.17");
    pages.find("dialog button.primary").click();
    assertThat(pages.find("dialog .good")).hasText(new String[] {"done", "done"});
    pages.find("dialog").getByText("Close").click();
    assertThat(row("study-1.18")).containsText("cancelled");
    assertThat(row("study-1.17")).containsText("cancelled");
    assertThat(pages.find(".actions")).containsText("2 picked");
  }

  @Test
  void requestsThatAreRefused_sayWhy() {
    pages.go("/?picked=study-1.1,study-1.2");
    pages.find("[data-action=retry]").click();
    assertThat(pages.find("dialog .wrong").first())
        .hasText("refused: study-1.1 succeeded; there is nothing to try again");
    pages.find("dialog").getByText("Close").click();
    pages.find("[data-action=prioritise]").click();
    pages.find("dialog input[name=priority]").fill("7");
    pages.find("dialog button.primary").click();
    assertThat(pages.find("dialog .good")).hasCount(2);
    assertThat(pages.page().locator("dialog")).hasCount(1);
    pages.page().keyboard().press("Escape");
    assertThat(pages.page().locator("dialog")).hasCount(0);
  }

  @Test
  void tags_ofPickedTrials_areChanged_shown_andFilteredByAClick() {
    pages.go("/?columns=trial,tags,model,bestTestAccuracy&picked=study-1.1,study-1.2");
    pages.find("[data-action=tag]").click();
    assertThat(pages.find("dialog")).containsText("study-1");
    pages.find("dialog input[name=tags]").fill("week-3, hand_made");
    pages.find("dialog button.primary").click();
    assertThat(pages.find("dialog .good")).hasCount(1);
    pages.find("dialog").getByText("Close").click();
    assertThat(row("study-1.18")).containsText("week-3");
    pages.find("[data-action=tag]").click();
    assertThat(pages.find("dialog input[name=tags]")).hasValue("week-3, hand_made");
    pages.page().keyboard().press("Escape");

    row("study-1.3").locator(".tag").last().click();
    assertThat(pages.find("input[name=filter]")).hasValue("tag = hand_made");
    assertThat(pages.find("#total")).hasText("18 trials");
  }

  @Test
  void manyTrials_arePickedAtOnce_comparedAndSaved() throws Exception {
    pages.go("/?sort=number");
    pick("study-1.2");
    row("study-1.5")
        .locator("input.pick")
        .click(
            new Locator.ClickOptions()
                .setModifiers(List.of(com.microsoft.playwright.options.KeyboardModifier.SHIFT)));
    assertThat(pages.find(".actions")).containsText("4 picked");
    Download file =
        pages.page().waitForDownload(() -> pages.find(".actions").getByText("CSV").click());
    assertThat(Files.readAllLines(file.path()))
        .hasSize(5)
        .anyMatch(line -> line.startsWith("study-1.4,"));
    pages.find("#compare").click();
    assertThat(pages.find("h1")).hasText("Compare");
    assertThat(pages.find("#differences thead a.trial"))
        .hasText(new String[] {"study-1.2", "study-1.3", "study-1.4", "study-1.5"});
    pages.page().goBack();
    assertThat(row("study-1.3").locator("input.pick")).isChecked();
    pages.find("#pick-all").check();
    assertThat(pages.find(".actions")).containsText("18 picked");
    pages.find("#pick-all").uncheck();
    assertThat(pages.find(".actions")).isHidden();
  }

  @Test
  void filters_areNarrowedByAClick_andWrongOnesMarkedAtTheirPlace() {
    pages.go("/");
    row("study-1.7").locator("[tabulator-field=model]").click();
    assertThat(pages.find("input[name=filter]")).hasValue("model = vgg16");
    assertThat(pages.find("#total")).hasText("6 trials");
    row("study-1.7").locator("[tabulator-field='assignment:learningRate']").click();
    assertThat(pages.find("input[name=filter]")).hasValue("model = vgg16 and learningRate = 0.001");
    assertThat(pages.find("#total")).hasText("3 trials");
    pages.find("input[name=filter]").fill("seed = 1 and modle ~ v");
    pages.find("input[name=filter]").press("Enter");
    assertThat(pages.find(".wrong .place mark")).hasText("modle");
    assertThat(pages.find("input[name=filter]")).hasAttribute("aria-invalid", "true");
    assertThat(pages.find("#total")).hasText("3 trials");
    pages.find("input[name=filter]").fill("seed = 1 and model ~ v");
    pages.find("input[name=filter]").press("Enter");
    assertThat(pages.find(".wrong")).hasCount(0);
    assertThat(pages.find("#total")).hasText("2 trials");
    // why: the browser itself tells of the filter that the board refused
    assertThat(pages.complaints()).hasSize(1);
    pages.complaints().clear();
  }

  @Test
  void view_isWhatItsAddressSays() {
    pages.go(
        "/?filter=seed+%3D+1&sort=-seconds&columns=trial,seconds,learningRate,model"
            + "&picked=study-1.7&metric=last");
    List<String> shown = List.of("Trial", "Seconds", "learningRate", "Model", "Test accuracy %");
    assertThat(pages.find(".tabulator-col:visible .tabulator-col-title").allInnerTexts())
        .filteredOn(title -> !title.isBlank())
        .containsExactlyElementsOf(shown);
    assertThat(row("study-1.7").locator("input.pick")).isChecked();
    assertThat(pages.find("#total")).hasText("6 trials");
    assertThat(pages.find("select[name=metric]")).hasValue("last");
    pages.find("#columns summary").click();
    pages.find("#columns input[name=dataset]").check();
    assertThat(pages.page()).hasURL(Pattern.compile(".*columns=[^&]*dataset.*"));
    pages.find("#columns input[name=seconds]").uncheck();
    pages.page().reload();
    assertThat(pages.find(".tabulator-col:visible").getByText("Data set")).isVisible();
    assertThat(pages.find(".tabulator-col:visible").getByText("Seconds")).hasCount(0);
  }

  @Test
  void accuracy_isOfTheEpochThatIsChosen() {
    pages.go("/?sort=number");
    pages.find("select[name=metric]").selectOption("at");
    pages.find("#at-epoch").fill("1");
    pages.find("#at-epoch").press("Enter");
    assertThat(row("study-1.1")).containsText("35.80");
    assertThat(row("study-1.16")).containsText("20.00");
    pages.find("#at-epoch").fill("3");
    pages.find("#at-epoch").press("Enter");
    assertThat(pages.page()).hasURL(Pattern.compile(".*metric=3.*"));
    assertThat(row("study-1.15")).containsText("30.00");
    assertThat(pages.find(".tabulator-col:visible").getByText("Best accuracy %")).hasCount(0);
  }

  @Test
  void rowsUnderTheReader_keepTheirPlaceScrollFocusAndPointer() {
    pages.page().setViewportSize(1360, 520);
    pages.go("/");
    Page page = pages.page();
    page.evaluate("document.querySelector('.tabulator-tableholder').scrollTop = 400");
    Locator link = row("study-1.15").locator("a.trial");
    link.focus();
    row("study-1.16").hover();
    Object scrolled = page.evaluate("document.querySelector('.tabulator-tableholder').scrollTop");
    List<String> order = pages.find(".tabulator-row a.trial").allInnerTexts();
    page.evaluate("window.before = document.querySelector(\"a[href='/trials/study-1.15']\")");

    pages.study().story().epoch("study-1.15", 2, 4, 0.99, 2);
    pages.tell();
    assertThat(row("study-1.15")).containsText("99.00");
    assertThat(row("study-1.15")).containsText("4/8");
    assertThat(pages.find("#news")).containsText("The order has changed");
    assertThat(link).isFocused();
    assertThat(
            page.evaluate(
                "window.before === document.querySelector(\"a[href='/trials/study-1.15']\")"))
        .isEqualTo(true);
    assertThat(page.evaluate("document.querySelector('.tabulator-tableholder').scrollTop"))
        .isEqualTo(scrolled);
    assertThat(pages.find(".tabulator-row a.trial").allInnerTexts()).isEqualTo(order);
    assertThat(row("study-1.16")).hasCSS("background-color", "rgb(240, 244, 251)");

    pages
        .study()
        .story()
        .experiment("more", 1, "ada", Map.of("model", List.of("a", "b")), 3, Stopping.NONE);
    pages.tell();
    assertThat(pages.find("#news")).containsText("2 new");
    assertThat(pages.find("#total")).hasText("18 trials");
    pages.find("#news button").click();
    assertThat(pages.find("#total")).hasText("20 trials");
    assertThat(pages.find("#news")).isHidden();
    assertThat(pages.find(".tabulator-row").first()).containsText("study-1.15");
  }

  @Test
  void views_thatWereKept_areOpenedAgain() {
    pages.go("/?filter=seed+%3D+2&sort=seconds");
    pages.find("#views summary").click();
    pages.find("#views input").fill("second seeds");
    pages.find("#views form button").click();
    pages.go("/");
    pages.find("#views summary").click();
    pages.find("#views a").getByText("second seeds").click();
    assertThat(pages.find("input[name=filter]")).hasValue("seed = 2");
    assertThat(pages.page()).hasURL(pages.address("/?filter=seed+%3D+2&sort=seconds"));
    pages.find("#views summary").click();
    pages.page().getByLabel("Forget second seeds").click();
    assertThat(pages.find("#views a")).hasCount(0);
    pages.page().keyboard().press("Escape");
    assertThat(pages.find("#views input")).isHidden();
  }

  @Test
  void rows_areDense_asLongAsTheReaderWantsThem() {
    pages.go("/");
    double before = row("study-1.15").boundingBox().height;
    pages.find("#columns summary").click();
    pages.find("#columns").getByLabel("Dense rows").check();
    assertThat(pages.find(".tabulator.dense")).isVisible();
    assertThat(row("study-1.15").boundingBox().height).isLessThan(before - 5);
    pages.find("#columns summary").click();
    pages.find("#columns").getByLabel("Dense rows").uncheck();
    assertThat(pages.find(".tabulator.dense")).hasCount(0);
  }

  @Test
  void column_fitsItsCells_whenItsEdgeIsClickedTwice() {
    pages.go("/");
    Locator cell = row("study-1.15").locator("[tabulator-field=model]");
    cell.evaluate("cell => (cell.querySelector('span').textContent = 'm'.repeat(60))");
    double before = cell.boundingBox().width;
    pages
        .find(
            ".tabulator-header .tabulator-col[tabulator-field=model] +"
                + " .tabulator-col-resize-handle")
        .dblclick();
    assertThat(cell.boundingBox().width).isGreaterThan(before + 100);
    assertThat(cell).hasCSS("contain", "size layout style");
  }

  @Test
  void nothingChanges_whileTheReaderPausesIt() {
    pages.go("/");
    pages.find("#pause").click();
    pages.study().story().epoch("study-1.15", 2, 4, 0.5, 2);
    pages.tell();
    assertThat(pages.find("#news")).containsText("paused; 1 change waits");
    assertThat(row("study-1.15")).containsText("3/8");
    pages.find("#pause").click();
    assertThat(row("study-1.15")).containsText("4/8");
    assertThat(pages.find("#news")).isHidden();
  }
}
