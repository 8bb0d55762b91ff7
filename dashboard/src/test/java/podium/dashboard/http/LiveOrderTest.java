package podium.dashboard.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import podium.protocol.experiment.Stopping;

/**
 * Rows of the leaderboard that change places, come and go while nobody reads, in a real browser.
 */
final class LiveOrderTest extends OnStudyPages {
  private Locator rows() {
    return pages.find(".tabulator-row a.trial");
  }

  private void mark() {
    pages
        .page()
        .evaluate(
            "document.querySelectorAll('.tabulator-row').forEach(row => row.dataset.kept = 'yes')");
  }

  private Locator kept() {
    return pages.find(".tabulator-row[data-kept] a.trial");
  }

  @Test
  void rows_areMoved_added_andTakenAway_notMadeAnew() {
    pages.go("/?status=RUNNING");
    assertThat(rows()).hasText(new String[] {"study-1.15", "study-1.16"});
    mark();

    pages.study().story().epoch("study-1.16", 1, 2, 0.5, 2);
    pages.tell();
    assertThat(rows()).hasText(new String[] {"study-1.16", "study-1.15"});
    assertThat(kept()).hasCount(2);
    assertThat(pages.find(".tabulator-row").first()).containsText("50.00");

    pages.study().story().placed("study-1.17", 1, "cuda:3").started("study-1.17", 1, 0, 7);
    pages.study().story().epoch("study-1.17", 1, 1, 0.4, 2);
    pages.tell();
    assertThat(rows()).hasText(new String[] {"study-1.16", "study-1.17", "study-1.15"});
    assertThat(kept()).hasText(new String[] {"study-1.16", "study-1.15"});

    pages.study().story().epoch("study-1.15", 2, 4, 0.6, 2).succeeded("study-1.16", 1);
    pages.tell();
    assertThat(rows()).hasText(new String[] {"study-1.15", "study-1.17"});
    assertThat(kept()).hasText("study-1.15");
    assertThat(pages.find(".tabulator-row").first()).containsText("60.00");
    assertThat(pages.find("#total")).hasText("2 trials");
  }

  @Test
  void focus_staysWhereItIs_whenTheReaderWantsTheNewOrder() {
    pages.go("/?status=RUNNING");
    Locator link = pages.find("a[href='/trials/study-1.15']");
    link.focus();
    pages.study().story().epoch("study-1.16", 1, 2, 0.5, 2);
    pages.tell();
    assertThat(pages.find("#news")).containsText("The order has changed");
    assertThat(rows()).hasText(new String[] {"study-1.15", "study-1.16"});
    pages.page().evaluate("document.querySelector('#news button').click()");
    assertThat(rows()).hasText(new String[] {"study-1.16", "study-1.15"});
    assertThat(link).isFocused();
  }

  @Test
  void heads_sortAsBefore() {
    pages.go("/?sort=number");
    assertThat(rows().first()).hasText("study-1.1");
    pages.find(".tabulator-col[tabulator-field=bestTestAccuracy]").click();
    assertThat(rows().first()).hasText("study-1.5");
    pages.find(".tabulator-col[tabulator-field=bestTestAccuracy]").click();
    assertThat(rows().first()).hasText("study-1.16");
    pages.find(".tabulator-col[tabulator-field=seconds]").click();
    assertThat(pages.find(".tabulator-col[tabulator-field=seconds]"))
        .hasAttribute("aria-sort", "ascending");
    pages.find(".tabulator-col[tabulator-field=seconds]").click();
    assertThat(rows().first()).hasText("study-1.2");
    assertThat(pages.find(".tabulator-col[tabulator-field=seconds]"))
        .hasAttribute("aria-sort", "descending");
  }

  @Test
  void rows_thatChangedWhileTheTableWasHidden_areThere() {
    pages.go("/?status=RUNNING&group=model");
    assertThat(pages.find("#grid")).isHidden();
    pages.study().story().epoch("study-1.16", 1, 2, 0.5, 2).placed("study-1.17", 1, "cuda:3");
    pages.tell();
    assertThat(pages.find("#total")).hasText("3 trials");
    pages.find("#grouping summary").click();
    pages.find("#grouping input[value='']").check();
    assertThat(rows()).hasText(new String[] {"study-1.16", "study-1.15", "study-1.17"});

    pages.find("input[name=filter]").fill("seed = 77");
    pages.find("input[name=filter]").press("Enter");
    assertThat(pages.find("#grid")).isHidden();
    pages.find("input[name=filter]").fill("");
    pages.find("input[name=filter]").press("Enter");
    assertThat(rows()).hasText(new String[] {"study-1.16", "study-1.15", "study-1.17"});
    assertThat(rows().first()).isVisible();
  }

  @Test
  void emptyTable_showsTheFirstTrialThatFits() {
    pages.go("/?filter=model+%3D+resnet50");
    assertThat(pages.find("#grid")).isHidden();
    pages
        .study()
        .story()
        .experiment("more", 1, "ada", Map.of("model", List.of("resnet50")), 3, Stopping.NONE);
    pages.tell();
    assertThat(rows()).hasText(new String[] {"more-1.1"});
    assertThat(rows().first()).isVisible();
  }
}
