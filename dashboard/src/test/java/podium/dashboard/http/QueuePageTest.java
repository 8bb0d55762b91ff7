package podium.dashboard.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.dashboard.Story;
import podium.protocol.event.Event;
import podium.protocol.event.Source;
import podium.protocol.id.TrialId;
import podium.protocol.request.Action;
import podium.protocol.request.Request;

final class QueuePageTest {
  @TempDir private Path folder;

  /** Five wait, all of the same priority. */
  private static Story story() {
    return Story.begun()
        .placed("mine-1.2", 1, "cuda:1")
        .experiment("later", 1, "grace", List.of("alexnet", "googlenet", "resnet34", "resnet50"), 9)
        .experiment("last", 1, "ada", List.of("vgg11"), 9);
  }

  private static void answer(Story story, Source source, Request request) {
    if (request instanceof Request.Act act
        && act.action() instanceof Action.Change change
        && change.priority().isPresent()) {
      if (change.target().equals("last-1.1") && change.priority().get() < 0) {
        story.event(
            new Event.RequestRejected(source, List.of("not now"), "{}", 2, "ef".repeat(32)));
      } else {
        story.event(
            new Event.RequestAccepted(
                source,
                Optional.empty(),
                change,
                List.of(),
                List.of(new TrialId(change.target()))));
      }
    }
  }

  @Test
  void queue_isInOrder_andIsMovedByButton_key_numberAndDrag() {
    Story story = story();
    try (Workshop shop =
            new Workshop(folder, story, (source, request) -> answer(story, source, request));
        Browsing browsing = Browsing.of(shop.server.port())) {
      Page page = browsing.page("en-GB", 1440, "/queue");
      Locator rows = page.locator(".queue tbody tr");
      assertThat(rows).hasCount(5);
      assertThat(page.locator(".title")).containsText("5 wait");
      assertThat(rows.first()).containsText("later-1.1");
      assertThat(rows.first()).containsText("grace");
      assertThat(rows.first()).containsText("for the next free slot");
      browsing.shoot(page, "queue");

      page.getByLabel("Move last-1.1 up").click();
      assertThat(page.locator(".toast")).containsText("last-1.1 has priority 1 now.");
      assertThat(rows.first()).containsText("last-1.1");
      assertThat(shop.asked.getLast())
          .isEqualTo("{\"request\":\"change\",\"trial\":\"last-1.1\",\"priority\":1}");

      page.locator("tr[data-trial='later-1.1']").focus();
      page.keyboard().press("Alt+ArrowUp");
      assertThat(rows.first()).containsText("later-1.1");
      assertThat(page.locator("tr[data-trial='later-1.1'] input")).hasValue("1");

      page.getByLabel("Priority of later-1.4").fill("7");
      page.getByLabel("Priority of later-1.4").press("Enter");
      assertThat(rows.first()).containsText("later-1.4");

      page.locator("tr[data-trial='later-1.3'] td")
          .nth(4)
          .dragTo(page.locator("tr[data-trial='later-1.4'] td").nth(4));
      assertThat(rows.first()).containsText("later-1.3");

      page.getByLabel("Priority of last-1.1").fill("-5");
      page.getByLabel("Priority of last-1.1").press("Enter");
      assertThat(page.locator(".toast.bad")).containsText("not now");
      assertThat(page.getByLabel("Priority of last-1.1")).hasValue("1");
      browsing.fitsAPhone("/queue");
      assertThat(browsing.complaints()).isEmpty();
    }
  }
}
