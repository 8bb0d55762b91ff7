package podium.cli.view;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import podium.protocol.Printable;
import podium.protocol.event.Entry;
import podium.protocol.event.Event;
import podium.protocol.event.TrialStatus;
import podium.protocol.id.TrialId;
import podium.protocol.report.Progress;

/**
 * Running trials as they go: on a terminal a bar for each slot under a line for each epoch, else
 * the lines alone, and now and then one of what takes long before the first. Confined to one
 * thread.
 */
public final class ProgressView {
  private static final String CLEAR_LINE = "\u001b[2K";
  private static final Duration FORGET = Duration.ofMinutes(5);
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);

  private final PrintStream out;
  private final boolean terminal;
  private final LongSupplier nanoTime;
  private final Predicate<TrialId> trials;
  private final Map<String, Bar> bars = new LinkedHashMap<>();
  private int drawn;

  /**
   * What is known of a slot: the last word of it, and the first of its attempt.
   *
   * @param told when a line last told of it, or when it began
   */
  private record Bar(Progress last, long lastNanos, double firstDone, long firstNanos, long told) {
    Bar toldAt(long nanos) {
      return new Bar(last, lastNanos, firstDone, firstNanos, nanos);
    }
  }

  /**
   * A view of the trials that the predicate names.
   *
   * @param terminal whether {@code out} obeys ANSI control sequences
   * @param nanoTime a monotonic clock
   */
  public ProgressView(
      PrintStream out, boolean terminal, LongSupplier nanoTime, Predicate<TrialId> trials) {
    this.out = out;
    this.terminal = terminal;
    this.nanoTime = nanoTime;
    this.trials = trials;
  }

  /** Takes a word of progress. */
  public void progress(Progress progress) {
    if (!trials.test(progress.trial())) {
      return;
    }
    long now = nanoTime.getAsLong();
    Bar bar =
        bars.compute(
            progress.worker() + " " + progress.slot(),
            (slot, old) ->
                old != null && sameWork(old.last(), progress)
                    ? new Bar(progress, now, old.firstDone(), old.firstNanos(), old.told())
                    : new Bar(progress, now, done(progress), now, now));
    if (!terminal && progress.beforeTraining() && now - bar.told() >= BETWEEN_LINES.toNanos()) {
      bars.put(progress.worker() + " " + progress.slot(), bar.toldAt(now));
      line("%s %s".formatted(progress.trial(), doing(progress)));
    }
  }

  /** Takes an entry that the view has applied already; prints a line where there is news. */
  public void entry(Entry entry, LogView view) {
    switch (entry.event()) {
      case Event.EpochCompleted epoch when trials.test(epoch.trial()) ->
          view.trial(epoch.trial()).ifPresent(row -> line(Words.epoch(row, epoch.result())));
      case Event.AttemptEnded ended when trials.test(ended.trial()) ->
          bars.values()
              .removeIf(
                  bar ->
                      bar.last().trial().equals(ended.trial())
                          && bar.last().attempt() <= ended.attempt());
      case Event.TrialRequeued requeued when trials.test(requeued.trial()) ->
          line(
              "%s waits for another attempt: %s"
                  .formatted(requeued.trial(), requeued.reason().told()));
      case Event.TrialRestarted restarted when trials.test(restarted.trial()) ->
          line("%s %s".formatted(restarted.trial(), restarted.reason().told()));
      case Event.TrialEnded ended
          when trials.test(ended.trial()) && ended.status() != TrialStatus.SUCCEEDED ->
          line("%s %s: %s".formatted(ended.trial(), ended.status(), ended.reason().told()));
      default -> {}
    }
  }

  /** Prints a line above the bars. */
  public void line(String text) {
    erase();
    out.println(Printable.of(text));
    out.flush();
  }

  /** Draws the bars anew, where there is a terminal. */
  public void draw(LogView view) {
    if (!terminal) {
      return;
    }
    long now = nanoTime.getAsLong();
    bars.values()
        .removeIf(bar -> now - bar.lastNanos() > FORGET.toNanos() || over(bar.last(), view));
    erase();
    List<String> lines = new ArrayList<>();
    bars.forEach((slot, bar) -> lines.add(Printable.of(text(slot, bar, view))));
    lines.forEach(out::println);
    drawn = lines.size();
    out.flush();
  }

  /** Says how many words of progress nobody could read, if there were any. */
  public void passedOver(long words) {
    if (words > 0) {
      erase();
      out.println(
          "passed over %d records of podium.progress that nobody can read".formatted(words));
    }
  }

  /** Takes the bars away. */
  public void close() {
    erase();
    out.flush();
  }

  /** Whether the log knows that this attempt is over; what it does not know yet may run. */
  private static boolean over(Progress progress, LogView view) {
    return view.trial(progress.trial())
        .filter(
            row ->
                row.attempts() > progress.attempt()
                    || (row.attempts() == progress.attempt()
                        && row.status() != TrialStatus.RUNNING))
        .isPresent();
  }

  private void erase() {
    for (; drawn > 0; drawn--) {
      out.print("\u001b[1A" + CLEAR_LINE);
    }
  }

  private String text(String slot, Bar bar, LogView view) {
    Progress progress = bar.last();
    double share = progress.share();
    String model = view.trial(progress.trial()).map(row -> row.spec().model()).orElse("");
    if (progress.beforeTraining()) {
      return String.format(
          Locale.ROOT,
          "%s  %s %s  %s [%s] %3.0f %%  %s",
          slot,
          progress.trial(),
          model,
          doing(progress),
          Words.bar(share),
          100 * share,
          left(bar));
    }
    return String.format(
        Locale.ROOT,
        "%s  %s %s  epoch %d/%d [%s] %3.0f %%  %.0f images/s  %s",
        slot,
        progress.trial(),
        model,
        progress.epoch(),
        progress.epochs(),
        Words.bar(share),
        100 * share,
        progress.imagesPerSecond(),
        left(bar));
  }

  private static String left(Bar bar) {
    double gained = done(bar.last()) - bar.firstDone();
    if (gained <= 0) {
      return "";
    }
    double nanos = (bar.lastNanos() - bar.firstNanos()) / gained * (1 - done(bar.last()));
    return Words.clock(Duration.ofNanos((long) nanos)) + " left";
  }

  private static String doing(Progress progress) {
    return Words.doing(progress.doing(), progress.step(), progress.steps());
  }

  /** The share of all epochs that is done, or of what comes before them. */
  private static double done(Progress progress) {
    return progress.beforeTraining()
        ? progress.share()
        : (progress.epoch() - 1 + progress.share()) / Math.max(1, progress.epochs());
  }

  private static boolean sameWork(Progress one, Progress other) {
    return one.trial().equals(other.trial())
        && one.attempt() == other.attempt()
        && one.doing().equals(other.doing());
  }
}
