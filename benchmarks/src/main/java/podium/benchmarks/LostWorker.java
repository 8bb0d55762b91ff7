package podium.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import podium.benchmarks.TwoWorkers.Recovery;

/** A worker killed in the middle of an epoch: until its trial goes on with another one. */
final class LostWorker {
  private final Settings settings;
  private final Report report;

  LostWorker(Settings settings, Report report) {
    this.settings = settings;
    this.report = report;
  }

  void measure() {
    report.part(
        "Lost worker",
        ("ResNet18 on digits, epochs of 256 images; two workers in processes of their own, on one"
                + " thread each, that share their checkpoints; broker, scheduler and board as"
                + " `podium up` starts them, settings as shipped. %d times in turn the worker that"
                + " trains is killed (kill -9) in the middle of an epoch. Seconds from the kill"
                + " until the log says so, as another process reads it.")
            .formatted(settings.rounds()));
    List<Recovery> all = new ArrayList<>();
    try (TwoWorkers workers = TwoWorkers.start(settings.scratch().resolve("lost"))) {
      for (int round = 0; round < settings.rounds(); round++) {
        all.add(workers.killTheOneThatTrains());
      }
    }
    report.columns("until", "median", "least", "most");
    row("the worker is lost (target: under 10)", all, Recovery::lost);
    row("the trial is placed on the other one", all, Recovery::placed);
    row("it trains there", all, Recovery::started);
    row("its next epoch is done", all, Recovery::epoch);
  }

  private void row(String until, List<Recovery> all, ToDoubleFunction<Recovery> which) {
    Samples seconds = Samples.of(all.stream().mapToDouble(which));
    report.row(
        until,
        "%.1f".formatted(seconds.median()),
        "%.1f".formatted(seconds.least()),
        "%.1f".formatted(seconds.most()));
  }
}
