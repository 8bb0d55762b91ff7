package podium.dashboard.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.dashboard.Story;
import podium.protocol.event.Event;
import podium.protocol.event.Source;
import podium.protocol.event.TrialEntry;
import podium.protocol.experiment.ExperimentSpec;
import podium.protocol.id.ExperimentId;
import podium.protocol.request.Request;

final class SubmitPageTest {
  @TempDir private Path folder;

  private static void answer(Story story, Source source, Request request) {
    if (request instanceof Request.Submit submit) {
      ExperimentSpec spec = submit.spec();
      ExperimentId id = ExperimentId.of(spec.experiment(), 1);
      List<Map<String, Object>> all = spec.assignments();
      story.event(
          new Event.ExperimentAccepted(
              source,
              id,
              spec,
              IntStream.range(0, all.size())
                  .mapToObj(i -> new TrialEntry(id.trial(i + 1), all.get(i)))
                  .toList()));
    }
  }

  private Workshop shop(Story story) {
    return new Workshop(folder, story, (source, request) -> answer(story, source, request));
  }

  @Test
  void form_andText_sayTheSame_faultsStandAtTheirFields_andItIsSent() {
    try (Workshop shop = shop(Story.begun());
        Browsing browsing = Browsing.of(shop.server.port())) {
      Page page = browsing.page("en-GB", 1440, "/submit");
      Locator text = page.locator(".editor");
      Locator send = page.getByText("Submit it");
      assertThat(page.locator(".result")).containsText("2 trials");
      assertThat(send).isEnabled();
      browsing.shoot(page, "submit");

      page.fill("#field-learningRate", "0.1, 0.01, 0.001");
      assertThat(text).hasValue(Pattern.compile("learningRate: \\[0.1, 0.01, 0.001]"));
      assertThat(page.locator(".result")).containsText("6 trials");
      assertThat(page.locator(".result")).containsText("Slots would be busy for 0.0");

      page.fill("#field-dataset", "imagenet");
      page.fill("#field-epochs", "-3");
      assertThat(page.locator("#wrong-epochs")).containsText("epochs is -3");
      assertThat(page.locator("#field-epochs")).hasAttribute("aria-invalid", "true");
      assertThat(page.locator("#wrong-dataset")).containsText("imagenet");
      assertThat(page.locator(".faults li")).hasCount(2);
      assertThat(send).isDisabled();
      browsing.shoot(page, "submit-faults");
      assertThat(shop.asked).isEmpty();

      text.fill(
          "experiment: by-hand\ndataset: digits\nmatrix:\n  model: resnet18\n  seed: [1, 2, 3]\n");
      assertThat(page.locator(".result")).containsText("3 trials");
      assertThat(page.locator("#field-experiment")).hasValue("by-hand");
      assertThat(page.locator("#field-seed")).hasValue("1, 2, 3");
      assertThat(page.locator("#wrong-epochs")).isHidden();
      text.fill("experiment: [");
      assertThat(page.locator(".faults")).containsText("neither YAML nor JSON");
      text.fill("experiment: by-hand\ndataset: digits\nmatrix: {model: resnet18, seed: [1, 2]}\n");
      assertThat(send).isEnabled();
      send.click();
      assertThat(page.locator(".result a")).hasText("by-hand-1");
      assertThat(shop.asked).singleElement().asString().contains("\"key\":\"");
      browsing.fitsAPhone("/submit");
      assertThat(browsing.complaints()).isEmpty();
    }
  }

  @Test
  void experiment_isClonedIntoTheForm_withoutWhatEverybodyHas() {
    try (Workshop shop = shop(Story.begun());
        Browsing browsing = Browsing.of(shop.server.port())) {
      Page page = browsing.page("en-GB", 1440, "/experiments/mine-1");
      page.getByText("Clone into the form").click();
      assertThat(page.locator("#field-experiment")).hasValue("mine");
      assertThat(page.locator("#field-model")).hasValue("resnet18, vgg16");
      assertThat(page.locator("#field-epochs")).hasValue("5");
      assertThat(page.locator(".editor")).not().hasValue(Pattern.compile("momentum"));
      assertThat(page.locator(".result")).containsText("2 trials");
      assertThat(page.getByText("Submit it")).isEnabled();
      assertThat(browsing.complaints()).isEmpty();
    }
  }
}
