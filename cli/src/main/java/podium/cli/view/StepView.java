package podium.cli.view;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * How far one epoch is: on a terminal a bar that is drawn over itself, else a line now and then.
 * Confined to one thread at a time.
 */
public final class StepView implements AutoCloseable {
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);
  private static final String CLEAR_LINE = "\r\u001b[2K";

  private final PrintWriter out;
  private final boolean terminal;
  private final LongSupplier nanoTime;
  private final long begun;
  private long told;
  private boolean drawn;

  /**
   * A view that has told nothing yet.
   *
   * @param terminal whether {@code out} obeys ANSI control sequences
   * @param nanoTime a monotonic clock
   */
  public StepView(PrintWriter out, boolean terminal, LongSupplier nanoTime) {
    this.out = out;
    this.terminal = terminal;
    this.nanoTime = nanoTime;
    begun = nanoTime.getAsLong();
    told = begun;
  }

  /** Takes a word of progress. */
  public void step(int step, int steps, double imagesPerSecond) {
    long now = nanoTime.getAsLong();
    if (!terminal && now - told < BETWEEN_LINES.toNanos()) {
      return;
    }
    told = now;
    double share = steps == 0 ? 0 : Math.min(1, (double) step / steps);
    String text =
        String.format(
            Locale.ROOT,
            "[%s] %3.0f %%  step %d/%d  %.0f images/s  %s",
            Words.bar(share),
            100 * share,
            step,
            steps,
            imagesPerSecond,
            Words.clock(Duration.ofNanos(now - begun)));
    if (terminal) {
      out.print(CLEAR_LINE + text);
      drawn = true;
    } else {
      out.println(text);
    }
    out.flush();
  }

  /** Takes the bar away. */
  @Override
  public void close() {
    if (drawn) {
      out.print(CLEAR_LINE);
      out.flush();
    }
  }
}
