package podium.dashboard.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.dashboard.Tale;
import podium.engine.audit.Invariant;

/** The pages of the audit and of what was rejected. */
final class AuditPageTest {
  @TempDir private Path folder;

  @Test
  void laws_areListed_andRejectedRequestsAreSearchedAndSorted() {
    try (Workshop shop =
            new Workshop(
                folder,
                Tale.told()
                    .rejected("{\"dataset\": \"cifar11\"}", "dataset is cifar11; known: cifar10")
                    .rejected("{}", "100 % wrong_, and [odd]"),
                (source, request) -> {});
        Browsing browsing = Browsing.of(shop.server.port())) {
      Page page = browsing.page("en-GB", 1440, "/audit");
      assertThat(page.locator("main tbody tr")).hasCount(Invariant.values().length);
      assertThat(page.locator(".big")).hasText("The log keeps all that Podium promises.");
      assertThat(page.locator("main")).containsText(Invariant.SEQUENCES_DENSE.meaning());
      browsing.shoot(page, "audit");

      browsing.go(page, "/rejected");
      assertThat(page.locator(".rejected")).hasCount(3);
      assertThat(page.locator(".rejected").first()).containsText("100 % wrong_");
      page.fill("input[name=contains]", "CIFAR11");
      assertThat(page.locator(".rejected")).hasCount(1);
      assertThat(page).hasURL(Pattern.compile(".*contains=CIFAR11"));
      page.reload();
      assertThat(page.locator(".rejected")).hasCount(1);
      page.fill("input[name=contains]", "wrong_, AND [odd]");
      assertThat(page.locator(".rejected")).hasCount(1);
      assertThat(page.locator(".rejected")).containsText("100 %");
      page.fill("input[name=contains]", "%_'");
      assertThat(page.locator("main")).containsText("No rejected request has this text.");
      page.fill("input[name=contains]", "");
      page.locator("select[name=sort]").selectOption("offset");
      assertThat(page.locator(".rejected").first()).containsText(Tale.ATTACK);
      browsing.shoot(page, "rejected");
      browsing.fitsAPhone("/audit");
      browsing.fitsAPhone("/rejected");
      assertThat(browsing.complaints()).isEmpty();
    }
  }
}
