package podium.cli.view;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;
import podium.protocol.Printable;

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
    tell(
        steps == 0 ? 0 : (double) step / steps,
        String.format(Locale.ROOT, "step %d/%d  %.0f images/s", step, steps, imagesPerSecond));
  }

  /**
   * Takes a word of what is done before the first step.
   *
   * @param all 0 when not known
   */
  public void preparing(String what, long done, long all) {
    tell(all == 0 ? 0 : (double) done / all, Words.doing(what, done, all));
  }

  private void tell(double done, String what) {
    long now = nanoTime.getAsLong();
    if (!terminal && now - told < BETWEEN_LINES.toNanos()) {
      return;
    }
    told = now;
    double share = Math.clamp(done, 0, 1);
    String text =
        String.format(
            Locale.ROOT,
            "[%s] %3.0f %%  %s  %s",
            Words.bar(share),
            100 * share,
            what,
            Words.clock(Duration.ofNanos(now - begun)));
    if (terminal) {
      out.print(CLEAR_LINE + Printable.of(text));
      drawn = true;
    } else {
      out.println(Printable.of(text));
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
