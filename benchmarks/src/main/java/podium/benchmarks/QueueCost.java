package podium.benchmarks;

import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import podium.engine.decide.Command;
import podium.engine.decide.Decider;
import podium.engine.decide.Dues;
import podium.engine.state.Fold;
import podium.engine.state.SchedulerState;
import podium.protocol.event.Entry;
import podium.protocol.event.Event;
import podium.protocol.event.Slot;
import podium.protocol.event.Source;
import podium.protocol.experiment.Catalog;
import podium.protocol.experiment.Device;
import podium.protocol.experiment.ExperimentSpec;
import podium.protocol.experiment.Limits;
import podium.protocol.experiment.Recipe;
import podium.protocol.experiment.Resources;
import podium.protocol.id.NodeAddress;
import podium.protocol.report.Outcome;
import podium.protocol.report.Report.Ended;
import podium.protocol.request.Request;
import podium.protocol.request.Request.Reading;
import podium.protocol.topic.Topics;

/** What 100,000 queued trials cost the scheduler's core: memory, and time of a placement. */
final class QueueCost {
  private static final int EXPERIMENTS = 10;
  private static final List<Object> MODELS =
      List.of("resnet18", "mobilenet_v2", "vgg16", "googlenet");
  private static final List<Device> DEVICES = List.of(Device.values());
  private static final int TRIALS = EXPERIMENTS * ExperimentSpec.MAX_TRIALS;
  private static final Instant NOW = Instant.EPOCH;
  private static final int WORKERS = 16;
  private static final int SLOTS = 8;
  private static final int PLACEMENTS = 40_000;
  private static final int WARM_UP = 10_000;
  private static final double NANOS_PER_MILLI = 1e6;

  private final Report report;
  private final SchedulerState state = new SchedulerState();
  private final Deque<Event.TrialPlaced> running = new ArrayDeque<>();
  private long requests;
  private long index;

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
      submit(experiment);
    }
    double bytes = (double) (heapInUse() - before) / TRIALS;
    for (int worker = 0; worker < WORKERS; worker++) {
      append(Decider.decide(state, register("worker" + worker)).fact());
      settle();
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

  private void submit(int experiment) {
    List<Object> seeds =
        LongStream.rangeClosed(1, ExperimentSpec.MAX_TRIALS / MODELS.size())
            .mapToObj(seed -> (Object) seed)
            .toList();
    ExperimentSpec spec =
        new ExperimentSpec(
            "bench" + experiment,
            Optional.empty(),
            "digits",
            Map.of("model", MODELS, "seed", seeds),
            Recipe.defaults(),
            "none",
            new Resources(DEVICES.get(experiment % DEVICES.size())),
            experiment % 3,
            "",
            Limits.NONE,
            List.of());
    append(
        Decider.decide(
            state,
            new Command.TakeRequest(
                new Source(Topics.REQUESTS, 0, requests++),
                new Reading.Understood(new Request.Submit(spec)),
                new Command.Raw("", 0, ""))));
  }

  private static Command.Register register(String worker) {
    return new Command.Register(
        worker,
        worker + "-incarnation",
        "host",
        IntStream.range(0, SLOTS)
            .mapToObj(slot -> new Slot(slot % 2 == 0 ? "cpu:" + slot : "cuda:" + slot, ""))
            .toList(),
        Catalog.BUILT_IN,
        "",
        List.of(),
        NodeAddress.UNKNOWN);
  }

  /** A trial ends; the milliseconds that deciding upon the next one for its slot takes. */
  private double replaced(long ignored) {
    Event.TrialPlaced ended = running.removeFirst();
    append(
        Decider.decide(
                state,
                new Command.TakeReport(
                    ended.lead().worker(),
                    ended.lead().incarnation(),
                    new Ended(ended.trial(), ended.attempt(), 1, Outcome.SUCCEEDED, "")))
            .fact());
    return settle();
  }

  /** Folds all that is due; the milliseconds of the last placement's decision. */
  private double settle() {
    double millis = 0;
    for (; ; ) {
      long before = System.nanoTime();
      Optional<Event> due = Dues.due(state, NOW);
      double took = (System.nanoTime() - before) / NANOS_PER_MILLI;
      if (due.isEmpty()) {
        return millis;
      }
      if (due.get() instanceof Event.TrialPlaced placed) {
        millis = took;
        running.addLast(placed);
      }
      append(due);
    }
  }

  private void append(Optional<Event> fact) {
    Event event = fact.orElseThrow();
    if (event instanceof Event.RequestRejected rejected) {
      throw new IllegalStateException("rejected: " + rejected.reasons());
    }
    Fold.apply(state, Entry.of(1, "bench", ++index, "", NOW, event));
  }

  private static long heapInUse() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
