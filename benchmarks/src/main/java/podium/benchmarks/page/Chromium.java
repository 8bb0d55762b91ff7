package podium.benchmarks.page;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** The machine's own Chromium, without a window. For one thread. */
public final class Chromium implements AutoCloseable {
  private static final int WIDTH = 1440;
  private static final int HEIGHT = 900;
  private static final double LONGEST_MILLIS = 120_000;
  private static final double LOOK_MILLIS = 100;

  /** After it nothing more is waited for that a page fetches. */
  private static final double SETTLING_MILLIS = 1_000;

  /** Keeps when the element of a selector first had a text. */
  private static final String WATCH =
      """
      (selector, text) => {
        const look = () => {
          const found = document.querySelector(selector);
          if (found?.innerText.includes(text)) window.podiumShown = performance.now();
          else requestAnimationFrame(look);
        };
        look();
      }
      """;

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
            Stream.of(
                    Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator))
                .flatMap(
                    folder ->
                        Stream.of("chromium", "chromium-browser", "google-chrome")
                            .map(name -> folder + "/" + name)))
        .map(Path::of)
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Starts it. */
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

  /** Its version. */
  public String version() {
    return browser.version();
  }

  /**
   * What a person who opens an address waits for.
   *
   * @param paint milliseconds until anything is drawn
   * @param shown milliseconds until what was looked for is there
   * @param bytes that came over the line, compressed as they were
   */
  public record Visit(double paint, double shown, long bytes) {}

  /**
   * Opens an address as somebody who was never there.
   *
   * @param selector of what is looked for
   * @param text that it has once it is there
   */
  public Visit visit(String address, String selector, String text) {
    try (BrowserContext fresh =
        browser.newContext(new Browser.NewContextOptions().setViewportSize(WIDTH, HEIGHT))) {
      Page page = fresh.newPage();
      AtomicLong bytes = new AtomicLong();
      CDPSession session = fresh.newCDPSession(page);
      session.on("Network.loadingFinished", told -> bytes.addAndGet(length(told)));
      session.send("Network.enable");
      page.addInitScript("(" + WATCH + ")(" + quoted(selector) + ", " + quoted(text) + ")");
      page.navigate(address);
      double shown = shown(page, address);
      double paint =
          number(page, "performance.getEntriesByName('first-contentful-paint')[0].startTime");
      page.waitForTimeout(SETTLING_MILLIS);
      return new Visit(paint, shown, bytes.get());
    }
  }

  // why: a look from outside, since our pages allow no code that comes as text
  private static double shown(Page page, String address) {
    for (double passed = 0; passed < LONGEST_MILLIS; passed += LOOK_MILLIS) {
      if (page.evaluate("window.podiumShown") instanceof Number shown) {
        return shown.doubleValue();
      }
      page.waitForTimeout(LOOK_MILLIS);
    }
    throw new IllegalStateException("not shown in time: " + address);
  }

  /** A page that stays open. */
  public Page open(String address) {
    Page page = browser.newPage(new Browser.NewPageOptions().setViewportSize(WIDTH, HEIGHT));
    page.navigate(address);
    return page;
  }

  private static long length(JsonObject told) {
    return (long) told.get("encodedDataLength").getAsDouble();
  }

  /** What an expression comes to in a page. */
  static double number(Page page, String expression) {
    return ((Number) page.evaluate(expression)).doubleValue();
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
