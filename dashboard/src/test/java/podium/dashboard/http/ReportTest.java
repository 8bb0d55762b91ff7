package podium.dashboard.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.dashboard.Tale;

final class ReportTest {
  @TempDir private Path folder;

  @Test
  void experiment_isToldAsTablesForAReport() {
    try (Workshop shop = new Workshop(folder, Tale.told(), (source, request) -> {});
        Browsing browsing = Browsing.of(shop.server.port())) {
      Page page = browsing.page("en-GB", 1440, "/experiments/four-models-1");
      assertThat(page.locator(".source"))
          .hasValue(
              Pattern.compile(
                  "\\| vgg16 \\| 1 \\| 129.0 <!-- podium seconds four-models-1.2@\\d+ --> \\|"
                      + " 70.48 <!-- podium accuracy four-models-1.2@\\d+ --> \\|"));
      page.getByText("LaTeX").click();
      assertThat(page.locator(".source")).hasValue(Pattern.compile("begin\\{tabular}"));
      assertThat(page.locator("main")).containsText("dataset: cifar10");
      assertThat(page.locator(".facts")).containsText("3/4");
      page.getByText("Copy").click();
      assertThat(page.locator(".toast")).containsText("Copied.");
      browsing.shoot(page, "experiment");
      browsing.fitsAPhone("/experiments/four-models-1");
      assertThat(browsing.complaints()).isEmpty();
    }
  }
}
