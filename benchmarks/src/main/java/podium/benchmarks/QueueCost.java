package podium.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import podium.protocol.event.Event;
import podium.protocol.experiment.Device;
import podium.protocol.experiment.ExperimentSpec;
import podium.protocol.experiment.Limits;
import podium.protocol.report.Outcome;
import podium.protocol.report.Report.Ended;

/** What 100,000 queued trials cost the scheduler's core: memory, and time of a placement. */
final class QueueCost {
  private static final int EXPERIMENTS = 10;
  private static final List<Object> MODELS =
      List.of("resnet18", "mobilenet_v2", "vgg16", "googlenet");
  private static final List<Device> DEVICES = List.of(Device.values());
  private static final int TRIALS = EXPERIMENTS * ExperimentSpec.MAX_TRIALS;
  private static final int WORKERS = 16;
  private static final int SLOTS = 8;
  private static final int PLACEMENTS = 40_000;
  private static final int WARM_UP = 10_000;
  private static final double NANOS_PER_MILLI = 1e6;

  private final Report report;
  private final Core core = new Core();

  QueueCost(Report report) {
    this.report = report;
  }

  void measure() {
    report.part(
        "Queue",
        ("The scheduler's core without Kafka: %,d trials queued by %d experiments of three"
                + " shapes and three priorities; %d workers of %d slots; each placement is decided"
                + " when a trial ended, until %,d were placed (the first %,d are not counted)."
                + " Memory is the heap in use after a collection, with and without the state.")
            .formatted(TRIALS, EXPERIMENTS, WORKERS, SLOTS, PLACEMENTS, WARM_UP));
    long before = heapInUse();
    for (int experiment = 0; experiment < EXPERIMENTS; experiment++) {
      core.submit(
          "bench" + experiment,
          DEVICES.get(experiment % DEVICES.size()),
          experiment % 3,
          Limits.NONE,
          MODELS,
          ExperimentSpec.MAX_TRIALS / MODELS.size());
    }
    double bytes = (double) (heapInUse() - before) / TRIALS;
    List<String> slots =
        IntStream.range(0, SLOTS)
            .mapToObj(slot -> slot % 2 == 0 ? "cpu:" + slot : "cuda:" + slot)
            .toList();
    for (int worker = 0; worker < WORKERS; worker++) {
      core.register("worker" + worker, "", slots);
    }
    Samples placing =
        Samples.of(LongStream.range(0, PLACEMENTS).mapToDouble(this::replaced).skip(WARM_UP));
    report.columns("what", "target", "seen");
    report.row("heap per queued trial", "under 1 KB", "%.0f bytes".formatted(bytes));
    report.row(
        "placement with 100,000 queued",
        "p99 under 10 ms",
        "p50 %.4f ms, p99 %.4f ms, most %.2f ms"
            .formatted(placing.median(), placing.quantile(0.99), placing.most()));
  }

  /** A trial ends; the milliseconds that deciding upon the next one for its slot takes. */
  private double replaced(long ignored) {
    Event.TrialPlaced ended = core.running.firstEntry().getValue();
    core.report(ended, new Ended(ended.trial(), ended.attempt(), 1, Outcome.SUCCEEDED, ""));
    return core.placingNanos() / NANOS_PER_MILLI;
  }

  private static long heapInUse() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
