package podium.dashboard.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import podium.dashboard.domain.Counts;
import podium.dashboard.domain.SlotCounts;
import podium.dashboard.domain.WaitReason;
import podium.dashboard.metrics.Measured.OfBoard;
import podium.protocol.event.TrialStatus;

/** The measurements as Prometheus reads them, taken anew at each question. Thread-safe. */
public final class Metrics implements AutoCloseable {
  private final PrometheusMeterRegistry meters =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final ProcessMetrics process;
  private final Supplier<Measured> source;
  private Measured now = Measured.NOTHING;

  /**
   * Measures what the source says.
   *
   * @param folder of the board, whose disk is measured
   */
  public Metrics(Path folder, Supplier<Measured> source) {
    this.source = source;
    gauge(
        "audit.violations", "invariants that the log breaks; must be 0", it -> it.audit().total());
    gauge("audit.offset", "the next record to audit", it -> it.audit().offset());
    gauge("log.end", "the log's end as last seen", Measured::end);
    gauge("board.following", "1 while the board follows the log", it -> it.following() ? 1 : 0);
    gauge(
        "scheduler.silence.seconds",
        "since a scheduler was heard; no number before the first time",
        it -> it.schedulerSilence().map(time -> time.toMillis() / 1e3).orElse(Double.NaN));
    gauge("stream.listeners", "who listens to the stream", Measured::listeners);
    notifications("delivered", it -> it.told().delivered());
    notifications("given_up", it -> it.told().givenUp());
    notifications("waiting", it -> it.told().waiting());
    ofBoard("board.offset", "the next record to show", it -> it.position().offset());
    gauge(
        "board.lag",
        "records that the board is behind the log's end",
        it -> board(it, board -> Math.max(0, it.end() - board.position().offset())));
    records("voided", it -> it.position().place().voided());
    records("not_understood", it -> it.position().place().notUnderstood());
    records("refused", it -> it.position().totals().refused());
    ofBoard("log.term", "the reign under way", it -> it.position().place().fence().term());
    ofBoard("workers.live", "workers that are heard", OfBoard::workersAlive);
    ofBoard(
        "reports.fenced",
        "reports that do not count",
        it -> it.position().totals().fencedReports());
    ofBoard(
        "placement.seconds",
        "from being accepted to training, the median of the latest 100 trials that began",
        it -> it.starts().median().map(time -> time.toMillis() / 1e3).orElse(Double.NaN));
    ofBoard(
        "queue.first.accepted.seconds",
        "when the trial that has waited longest was accepted, in Unix time",
        it -> it.starts().first().map(time -> time.toEpochMilli() / 1e3).orElse(Double.NaN));
    slots("busy", SlotCounts::busy);
    slots("idle", SlotCounts::idle);
    slots("stuck", SlotCounts::stuck);
    slots("closed", SlotCounts::closed);
    for (WaitReason reason : WaitReason.values()) {
      Gauge.builder(
              "podium.queue",
              this,
              it -> board(it.now, board -> board.waits().getOrDefault(reason, 0L)))
          .description("trials that wait, by what for")
          .tag("reason", reason.name().toLowerCase(Locale.ROOT))
          .register(meters);
    }
    for (TrialStatus status : TrialStatus.values()) {
      Gauge.builder("podium.trials", this, it -> board(it.now, board -> of(board.trials(), status)))
          .description("trials by status")
          .tag("status", status.name().toLowerCase(Locale.ROOT))
          .register(meters);
    }
    process = new ProcessMetrics(meters, folder);
  }

  /** All of it in Prometheus' text format. */
  public synchronized String text() {
    // why: what is told together must belong together
    now = source.get();
    return meters.scrape();
  }

  private void gauge(String name, String meaning, ToDoubleFunction<Measured> value) {
    Gauge.builder("podium." + name, this, it -> value.applyAsDouble(it.now))
        .description(meaning)
        .register(meters);
  }

  private void ofBoard(String name, String meaning, ToDoubleFunction<OfBoard> value) {
    gauge(name, meaning, it -> board(it, value));
  }

  private void records(String kind, ToDoubleFunction<OfBoard> value) {
    Gauge.builder("podium.log.records", this, it -> board(it.now, value))
        .description("records of the log that have no effect, by kind")
        .tag("kind", kind)
        .register(meters);
  }

  private void slots(String state, ToDoubleFunction<SlotCounts> value) {
    Gauge.builder(
            "podium.slots", this, it -> board(it.now, board -> value.applyAsDouble(board.slots())))
        .description("slots of all workers that are known, by what is on them")
        .tag("state", state)
        .register(meters);
  }

  private void notifications(String state, ToDoubleFunction<Measured> value) {
    Gauge.builder("podium.notifications", this, it -> value.applyAsDouble(it.now))
        .description("notifications since the start, and those yet to be told, by state")
        .tag("state", state)
        .register(meters);
  }

  private static double board(Measured measured, ToDoubleFunction<OfBoard> value) {
    return measured.board().map(value::applyAsDouble).orElse(Double.NaN);
  }

  private static int of(Counts counts, TrialStatus status) {
    return switch (status) {
      case QUEUED -> counts.queued();
      case RUNNING -> counts.running();
      case PAUSED -> counts.paused();
      case SUCCEEDED -> counts.succeeded();
      case FAILED -> counts.failed();
      case CANCELLED -> counts.cancelled();
      case STOPPED -> counts.stopped();
    };
  }

  @Override
  public void close() {
    process.close();
    meters.close();
  }
}
