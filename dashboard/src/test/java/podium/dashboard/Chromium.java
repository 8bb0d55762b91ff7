package podium.dashboard;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The machine's own Chromium, driven without a window; ends with {@link #close}. */
public final class Chromium implements AutoCloseable {
  private final Playwright playwright;
  private final Browser browser;

  private Chromium(Playwright playwright, Browser browser) {
    this.playwright = playwright;
    this.browser = browser;
  }

  /** Where it is installed: what PODIUM_CHROMIUM names, or the first one on the PATH. */
  public static Optional<Path> installed() {
    return Stream.concat(
            Optional.ofNullable(System.getenv("PODIUM_CHROMIUM")).stream(),
            Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .flatMap(
                    folder ->
                        Stream.of("chromium", "chromium-browser", "google-chrome")
                            .map(name -> folder + "/" + name)))
        .map(Path::of)
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Started for a test, which is skipped where none is; in CI one has to be. */
  public static Chromium forTests() {
    Optional<Path> installed = installed();
    assumeTrue("true".equals(System.getenv("CI")) || installed.isPresent(), "no Chromium here");
    // why: where much else runs, five seconds are soon over
    PlaywrightAssertions.setDefaultAssertionTimeout(20_000);
    return start(installed.orElseThrow());
  }

  /** A page of a browser that has kept nothing; what it complains of is added to a list. */
  public Page page(String locale, int width, int height, List<String> complaints) {
    Page page =
        browser.newPage(
            new Browser.NewPageOptions().setLocale(locale).setViewportSize(width, height));
    page.onPageError(complaints::add);
    page.onConsoleMessage(
        message -> {
          if (List.of("error", "warning").contains(message.type())) {
            complaints.add(message.text());
          }
        });
    return page;
  }

  public static Chromium start(Path executable) {
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    Playwright playwright = Playwright.create(new Playwright.CreateOptions().setEnv(environment));
    Browser browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(executable)
                    .setArgs(
                        List.of(
                            "--headless",
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync",
                            "--no-first-run")));
    return new Chromium(playwright, browser);
  }

  public Browser browser() {
    return browser;
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
