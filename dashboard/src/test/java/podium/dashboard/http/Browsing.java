package podium.dashboard.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import podium.dashboard.Chromium;

/** A browser that looks at a board's pages, and what it complains of. For one thread. */
final class Browsing implements AutoCloseable {
  private final Chromium chromium;
  private final List<String> complaints = new ArrayList<>();
  private final List<Page> opened = new ArrayList<>();
  private final int port;

  private Browsing(Chromium chromium, int port) {
    this.chromium = chromium;
    this.port = port;
  }

  /** Of the pages at a port; the test is skipped where no Chromium is. */
  static Browsing of(int port) {
    return new Browsing(Chromium.forTests(), port);
  }

  /** Opens an address in a browser that has kept nothing. */
  Page page(String locale, int width, String path) {
    Page page = chromium.page(locale, width, 900, complaints);
    opened.add(page);
    go(page, path);
    return page;
  }

  void go(Page page, String path) {
    page.navigate("http://127.0.0.1:" + port + path);
    page.locator("h1").waitFor();
    assertThat(page.locator("#live")).hasText(Pattern.compile("live|실시간|past|과거 시점"));
  }

  /** No page is broader than a phone's screen. */
  void fitsAPhone(String path) {
    Page phone = page("ko-KR", 390, path);
    phone.waitForTimeout(200);
    assertThat(phone.evaluate("document.documentElement.scrollWidth")).as(path).isEqualTo(390);
    shoot(phone, "phone" + path);
    phone.close();
  }

  /** Pictures for people, in both colours, when a folder for them is named. */
  void shoot(Page page, String name) {
    Optional.ofNullable(System.getenv("PODIUM_PICTURES"))
        .ifPresent(
            folder -> {
              for (String colours : List.of("light", "dark")) {
                String file = name.replaceAll("[/?&=]", "_") + "-" + colours + ".png";
                page.screenshot(
                    new Page.ScreenshotOptions().setFullPage(true).setPath(Path.of(folder, file)));
                page.locator("#theme").click();
              }
            });
  }

  /** What went wrong that no page showed. */
  List<String> complaints() {
    return complaints;
  }

  @Override
  public void close() {
    opened.forEach(Page::close);
    chromium.close();
  }
}
