package podium.benchmarks;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Many short trials of many owners with limits, as in the scalability test of Kueue. */
final class SharedQueues {
  private static final Duration LONGEST = Duration.ofMinutes(15);

  /** Trials that Java compiles the scheduler by. */
  private static final QueueLoad WARM_UP =
      new QueueLoad(
          10,
          20,
          4,
          60,
          QueueLoad.OF_KUEUE.stream()
              .map(
                  of ->
                      new WorkClass(
                          of.name(),
                          of.count() / 5,
                          of.slots(),
                          Duration.ofMillis(20),
                          of.priority(),
                          of.every()))
              .toList(),
          false);

  private final Settings settings;
  private final Report report;

  SharedQueues(Settings settings, Report report) {
    this.settings = settings;
    this.report = report;
  }

  void measure() {
    QueueLoad load = QueueLoad.ofKueue(true);
    report.part(
        "Queues",
        ("The load of Kueue's scalability test: %d queues, each an owner whose trials may have %d"
             + " slots together and submits %s; %,d trials, each a request of its own. A real"
             + " broker (embedded), the scheduler's actor with its Kafka log and intake, and %d"
             + " simulated workers of %d slots, whose trainers hold their slots for that long and"
             + " report as trainers do, all in one JVM. Spread: as Kueue's load comes, until %.0f s"
             + " after the beginning. At once: all in the beginning. Ideal is the time for which"
             + " every queue has all its slots at work. Before both, %,d shorter trials run through"
             + " a broker and scheduler of their own.")
            .formatted(
                load.queues(),
                load.share(),
                load.classes().stream().map(SharedQueues::told).collect(Collectors.joining(", ")),
                load.trials(),
                load.workers(),
                load.slots(),
                load.lastArrival(),
                WARM_UP.trials()));
    run(WARM_UP, "queues-warm-up");
    QueueOutcome spread = run(load, "queues-spread");
    QueueOutcome atOnce = run(QueueLoad.ofKueue(false), "queues-at-once");
    report(load, List.of(spread, atOnce));
  }

  private static String told(WorkClass of) {
    return "%d %s trials of %d slots (%.1f s, priority %d, one every %d ms)"
        .formatted(
            of.count(),
            of.name(),
            of.slots(),
            of.runtime().toMillis() / 1000.0,
            of.priority(),
            of.every().toMillis());
  }

  private QueueOutcome run(QueueLoad load, String folder) {
    return QueueRun.of(load, settings.scratch().resolve(folder), LONGEST);
  }

  private void report(QueueLoad load, List<QueueOutcome> both) {
    report.columns("what", "target", "spread", "at once");
    row(both, "all trials done", "75 s", it -> "%.1f s".formatted(it.seconds()));
    row(both, "ideal", "", it -> "%.1f s".formatted(load.ideal()));
    row(
        both,
        "the whole over the ideal",
        "1.14",
        it -> "%.2f".formatted(it.seconds() / load.ideal()));
    row(both, "slots given away", "", it -> "%.1f %%".formatted(100 * it.given()));
    row(both, "slots at work", "", it -> "%.1f %%".formatted(100 * load.ideal() / it.seconds()));
    for (WorkClass of : load.classes()) {
      row(
          both,
          "%s: submission to placement, mean (most)".formatted(of.name()),
          "",
          it -> told(waited(it, of).placed()));
      row(
          both,
          "%s: submission to the order at the worker".formatted(of.name()),
          "",
          it -> told(waited(it, of).ordered()));
    }
    row(both, "processor time of the scheduler", "", it -> "%.1f s".formatted(it.scheduler()));
    row(both, "processor time of the whole JVM", "", it -> "%.1f s".formatted(it.process()));
    row(both, "facts in the log", "", it -> "%,d".formatted(sum(it)));
    row(both, "terms, of which one is meant", "1", it -> "%d".formatted(terms(it)));
    row(both, "violations that the audit found", "0", it -> "%d".formatted(it.violations()));
  }

  private static QueueOutcome.Waited waited(QueueOutcome outcome, WorkClass of) {
    return Objects.requireNonNull(outcome.byClass().get(of.name()), of.name());
  }

  private static String told(Samples seconds) {
    return "%.2f s (%.2f)".formatted(seconds.mean(), seconds.most());
  }

  private static long terms(QueueOutcome outcome) {
    return outcome.facts().getOrDefault("SchedulerStarted", 0L);
  }

  private static long sum(QueueOutcome outcome) {
    return outcome.facts().values().stream().mapToLong(Long::longValue).sum();
  }

  private void row(
      List<QueueOutcome> both, String what, String target, Function<QueueOutcome, String> cell) {
    report.row(what, target, cell.apply(both.getFirst()), cell.apply(both.getLast()));
  }
}
