package podium.benchmarks.page;

import com.microsoft.playwright.Page;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;

/**
 * An open leaderboard that notes when each epoch of a trial appears in it, and how long it answers
 * nobody. For one thread.
 */
public final class Listener implements AutoCloseable {
  private static final String LISTEN =
      """
      (() => {
        window.podiumHeard = [];
        window.podiumBusy = [];
        window.podiumInputs = [];
        const last = new Map();
        const look = () => {
          const now = Date.now();
          for (const row of document.querySelectorAll('.tabulator-row')) {
            const trial = row.querySelector('a.trial')?.innerText;
            const epoch = /\\d+/.exec(row.querySelector('[tabulator-field=epoch]')?.innerText ?? '')?.[0];
            if (trial && epoch && last.get(trial) !== epoch) {
              last.set(trial, epoch);
              window.podiumHeard.push([trial.trim(), Number(epoch), now]);
            }
          }
        };
        look();
        let asked = false;
        const soon = () => {
          if (asked) return;
          asked = true;
          requestAnimationFrame(() => {
            asked = false;
            look();
          });
        };
        new MutationObserver(soon).observe(document.body, {subtree: true, childList: true, characterData: true});
        const every = 20;
        let due = performance.now() + every;
        const beat = () => {
          window.podiumBusy.push(Math.max(0, performance.now() - due));
          due = performance.now() + every;
          setTimeout(beat, every);
        };
        setTimeout(beat, every);
        new PerformanceObserver(list => {
          for (const entry of list.getEntries()) if (entry.interactionId) window.podiumInputs.push(entry.duration);
        }).observe({type: 'event', durationThreshold: 16, buffered: true});
      })()
      """;

  private final Page page;

  private Listener(Page page) {
    this.page = page;
  }

  /** Opens the leaderboard of a board. */
  public static Listener open(Chromium chromium, String address) {
    Page page = chromium.open(address);
    page.locator(".tabulator-row").first().waitFor();
    page.evaluate(LISTEN);
    return new Listener(page);
  }

  /** Forgets what it noted. */
  public void begin() {
    page.evaluate("podiumBusy.length = 0; podiumInputs.length = 0; podiumHeard.length = 0");
  }

  /** A person clicks; what the click does does not matter. */
  public void click() {
    page.locator("#theme").click();
  }

  /** Lets the page go on for so long. */
  public void pass(double millis) {
    page.waitForTimeout(millis);
  }

  /** The trials whose rows are drawn. */
  public List<String> trials() {
    return page.locator(".tabulator-row a.trial").allInnerTexts().stream()
        .map(String::strip)
        .toList();
  }

  /** Milliseconds for which each of many small tasks had to wait. */
  public DoubleStream busy() {
    return numbers("podiumBusy");
  }

  /** Milliseconds from each click to the picture after it; those under 16 are not told. */
  public DoubleStream inputs() {
    return numbers("podiumInputs");
  }

  private DoubleStream numbers(String name) {
    return ((List<?>) page.evaluate(name))
        .stream().mapToDouble(each -> ((Number) each).doubleValue());
  }

  /** When each epoch was seen first, or a later one of its trial. */
  public Seen seen() {
    Map<String, Map<Integer, Long>> seen = new HashMap<>();
    for (Object each : (List<?>) page.evaluate("podiumHeard")) {
      List<?> told = (List<?>) each;
      seen.computeIfAbsent((String) told.get(0), trial -> new HashMap<>())
          .putIfAbsent(((Number) told.get(1)).intValue(), ((Number) told.get(2)).longValue());
    }
    return new Seen(seen);
  }

  /** By trial and epoch, in milliseconds of the wall clock. */
  public record Seen(Map<String, Map<Integer, Long>> times) {
    public Seen {
      times = Map.copyOf(times);
    }

    /** When that epoch or a later one was there; nothing when none was. */
    public Optional<Long> of(String trial, int epoch) {
      return times.getOrDefault(trial, Map.of()).entrySet().stream()
          .filter(it -> it.getKey() >= epoch)
          .map(Map.Entry::getValue)
          .min(Long::compare);
    }
  }

  @Override
  public void close() {
    page.close();
  }
}
