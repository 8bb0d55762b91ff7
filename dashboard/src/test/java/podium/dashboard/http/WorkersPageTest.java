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
import podium.dashboard.Tale;
import podium.protocol.event.Event;
import podium.protocol.event.Source;
import podium.protocol.request.Request;

final class WorkersPageTest {
  @TempDir private Path folder;

  private static void answer(Story story, Source source, Request request) {
    if (request instanceof Request.Act act) {
      story.event(
          new Event.RequestAccepted(source, Optional.empty(), act.action(), List.of(), List.of()));
    }
  }

  @Test
  void slots_areDrainedAndUndrained_andWhoeverLeftIsFolded() {
    Story story = Tale.told();
    try (Workshop shop =
            new Workshop(folder, story, (source, request) -> answer(story, source, request));
        Browsing browsing = Browsing.of(shop.server.port())) {
      Page page = browsing.page("en-GB", 1440, "/workers");
      Locator anvil = page.locator("section[aria-label='anvil']");
      assertThat(page.locator(".key")).containsText("4 used");
      assertThat(page.locator(".gone summary").first()).hasText("1 worker has left");
      assertThat(page.locator("section[aria-label='spare']")).isHidden();
      page.locator(".gone summary").first().click();
      assertThat(page.locator("section[aria-label='spare']")).isVisible();

      page.getByLabel("What can be done with cuda:1 of anvil").click();
      anvil.locator(".slot").nth(1).locator("button").click();
      assertThat(page.locator(".toast")).containsText("cuda:1 of anvil gets nothing new");
      assertThat(anvil).containsText("Drained: cuda:1 gets nothing new.");
      assertThat(page.locator(".key")).containsText("1 drained");
      browsing.shoot(page, "workers");

      Locator whole = anvil.locator(".row > .tools button");
      assertThat(whole).hasText("Drain");
      whole.click();
      assertThat(whole).hasText("Undrain");
      assertThat(page.locator(".key")).containsText("4 drained");
      whole.click();
      assertThat(whole).hasText("Drain");
      assertThat(shop.asked.getLast()).isEqualTo("{\"request\":\"undrain\",\"worker\":\"anvil\"}");
      browsing.fitsAPhone("/workers");
      assertThat(browsing.complaints()).isEmpty();
    }
  }
}
