package podium.cli.app;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import podium.cli.error.UserErrorException;
import podium.cli.kafka.KafkaSettings;
import podium.cli.kafka.LogReader;
import podium.cli.kafka.ProgressReader;
import podium.cli.view.LogView;
import podium.cli.view.ProgressView;
import podium.engine.forecast.Expected;
import podium.protocol.event.Entry;
import podium.protocol.report.Progress;

/** Shows what happens, as it happens. Confined to one thread. */
public final class Follower implements AutoCloseable {
  private static final Duration TURN = Duration.ofMillis(200);
  private static final Duration LISTENING = Duration.ofMillis(500);

  private final LogReader log;
  private final ProgressReader progress;
  private final LogView view = new LogView();
  private boolean silent;
  private int warned;

  private Follower(LogReader log, ProgressReader progress) {
    this.log = log;
    this.progress = progress;
  }

  /** A follower that has seen nothing yet. */
  public static Follower open(KafkaSettings kafka) {
    LogReader log = LogReader.open(kafka);
    try {
      return new Follower(log, ProgressReader.open(kafka));
    } catch (RuntimeException e) {
      log.close();
      throw e;
    }
  }

  /** What the log says so far. */
  public LogView view() {
    return view;
  }

  /** Takes everything up to now without showing it. */
  public void catchUp() {
    log.toEnd().forEach(view::apply);
  }

  /** The view knows from now on what each trial waits for and when it ends, as it is now. */
  public void explain() {
    log.state().ifPresent(it -> view.explain(Expected.of(it, Instant.now())));
  }

  /** What a person should know of records that are not shown. */
  public List<String> warnings() {
    return log.warnings();
  }

  /** The latest words of progress, oldest first. */
  public List<Progress> latestProgress() {
    return progress.poll(LISTENING);
  }

  /** Shows news until the condition holds or the thread is interrupted. */
  public void follow(ProgressView shown, Predicate<LogView> until) {
    while (!until.test(view) && !Thread.currentThread().isInterrupted()) {
      for (Entry entry : log.poll(TURN)) {
        view.apply(entry);
        shown.entry(entry, view);
      }
      for (Progress word : progress.poll(Duration.ZERO)) {
        shown.progress(word);
      }
      shown.draw(view);
      tellSilence(shown);
      tellWarnings(shown);
    }
    shown.passedOver(progress.passedOver());
    shown.close();
  }

  private void tellWarnings(ProgressView shown) {
    List<String> warnings = log.warnings();
    if (warnings.size() > warned) {
      warnings.forEach(shown::line);
      warned = warnings.size();
    }
  }

  private void tellSilence(ProgressView shown) {
    try {
      log.requireAnswer();
      silent = false;
    } catch (UserErrorException e) {
      if (!silent) {
        shown.line(e.getMessage() + " (waiting until it answers)");
      }
      silent = true;
    }
  }

  @Override
  public void close() {
    log.close();
    progress.close();
  }
}
