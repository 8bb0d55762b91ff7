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
import podium.protocol.id.TrialId;
import podium.protocol.report.Capacity;
import podium.protocol.report.Outcome;
import podium.protocol.report.WorkerCapacity;
import podium.protocol.request.Request;

final class WorkersPageTest {
  @TempDir private Path folder;

  private static void answer(Story story, Source source, Request request) {
    if (request instanceof Request.Act act) {
      story.event(
          new Event.RequestAccepted(source, Optional.empty(), act.action(), List.of(), List.of()));
    }
  }

  private static int lines(Locator facts) {
    return facts.locator("dt").count();
  }

  @Test
  void machines_sayWhatTheyHaveAsItChanges_andASlotThatIsNotLetGoOfIsStuckUntilItIs() {
    Story story =
        Tale.told()
            .event(
                new Event.AttemptEnded(
                    new TrialId("mixed-1.3"), 1, 0, Outcome.HUNG, "no sign of life", false));
    try (Workshop shop = new Workshop(folder, story, (source, request) -> {});
        Browsing browsing = Browsing.of(shop.server.port())) {
      Page page = browsing.page("en-GB", 1440, "/workers");
      Locator anvil = page.locator("section[aria-label='anvil']");
      Locator stuck = anvil.locator(".slot.stuck");
      assertThat(stuck).containsText("cuda:0");
      assertThat(stuck).containsText("attempt 1 is over, and its trainer still has the slot");
      assertThat(stuck.locator("a")).hasText("mixed-1.3");
      assertThat(page.locator(".key")).containsText("1 stuck");
      assertThat(anvil).not().containsText("Memory");
      int before = lines(anvil);

      shop.tell(new WorkerCapacity("anvil", new Capacity(64L << 30, 12L << 30, 0, 0)));
      assertThat(anvil).containsText("12.0 GiB free of 64.0 GiB");
      assertThat(lines(anvil)).as("its disk says nothing").isEqualTo(before + 1);
      shop.tell(
          new WorkerCapacity("anvil", new Capacity(64L << 30, 9L << 30, 500L << 30, 1L << 29)));
      assertThat(anvil).containsText("9.0 GiB free of 64.0 GiB");
      page.getByLabel("What can be done with cuda:1 of anvil").click();
      Locator choice = anvil.locator(".slot").nth(1).locator("button");
      choice.focus();
      shop.tell(new WorkerCapacity("anvil", new Capacity(64L << 30, 0, 500L << 30, 1L << 29)));
      assertThat(anvil).containsText("0 MiB free of 64.0 GiB");
      // why: what the reader opened stays open
      assertThat(choice).isVisible();
      assertThat(choice).isFocused();
      assertThat(anvil).containsText("512 MiB free of 500 GiB");
      browsing.shoot(page, "workers-stuck");
      page.reload();
      assertThat(anvil).containsText("512 MiB free of 500 GiB");

      story.event(new Event.SlotFreed("anvil", Story.WORKER_INCARNATION, "cuda:0"));
      shop.tell();
      shop.tell(new WorkerCapacity("anvil", new Capacity(64L << 30, 30L << 30, 0, 0)));
      assertThat(anvil.locator(".slot.stuck")).hasCount(0);
      assertThat(anvil).containsText("30.0 GiB free of 64.0 GiB");
      assertThat(browsing.complaints()).isEmpty();
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
