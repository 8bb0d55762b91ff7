package podium.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import podium.protocol.event.Deadlines;
import podium.protocol.event.DecisionSettings;
import podium.protocol.event.Event;
import podium.protocol.experiment.Catalog;
import podium.protocol.experiment.Device;
import podium.protocol.experiment.ExperimentSpec;
import podium.protocol.experiment.Limits;
import podium.protocol.experiment.Resources;
import podium.protocol.report.CheckpointRef;
import podium.protocol.report.DataFacts;
import podium.protocol.report.EpochResult;
import podium.protocol.report.Outcome;
import podium.protocol.report.Report.Ended;
import podium.protocol.report.Report.Epoch;
import podium.protocol.report.Report.Started;
import podium.protocol.report.Score;
import podium.protocol.report.Start;
import podium.protocol.request.Action;

/** What a message costs the scheduler's core where there is much of everything. */
final class CoreLimits {
  private static final String TARGET = "50 us";
  private static final List<Object> MODELS =
      Catalog.BUILT_IN.models().stream().map(model -> (Object) model.name()).toList();
  private static final int EXPERIMENTS = 10;
  private static final int SLOTS = 8;
  private static final int WARM_UPS = 5;
  private static final int WARM_UP = 24;
  private static final Limits LIMITED = new Limits(0, 0, 3_600);
  private static final double NANOS_PER_MICRO = 1e3;

  private final Report report;

  /** Whether the figures count; not while Java warms up. */
  private boolean counts;

  CoreLimits(Report report) {
    this.report = report;
  }

  void measure() {
    report.part(
        "Limits of the scheduler's core",
        ("Its core without Kafka, in one thread: %,d trials of %d shapes, workers of %d slots."
                + " Processor time of a message, with all that is due after it decided and folded;"
                + " where one message leads to many facts, of one fact.")
            .formatted(EXPERIMENTS * ExperimentSpec.MAX_TRIALS, MODELS.size(), SLOTS));
    report.columns("what", "target", "seen");
    // why: what Java has not compiled yet is no limit
    IntStream.range(0, WARM_UPS).forEach(ignored -> cases(WARM_UP, WARM_UP, WARM_UP, WARM_UP));
    counts = true;
    heartbeat(16);
    heartbeat(100);
    registering(400);
    placing(200);
    cases(1_000, 100, 400, 5_000);
    owners(QueueLoad.ofKueue(false));
    counting();
  }

  private void cases(int workers, int halfLost, int lost, int gone) {
    heartbeat(workers);
    registering(workers);
    placing(workers);
    halfLost(halfLost);
    allLost(lost);
    gone(gone);
  }

  /** Many owners, each at a limit, with many experiments of one trial. */
  private void owners(QueueLoad load) {
    Core core = new Core();
    for (QueueLoad.Submission it : load.submissions()) {
      core.submit(
          it.name(),
          it.queue(),
          new Resources(Device.CPU, it.of().slots()),
          it.of().priority(),
          Limits.NONE,
          List.of("resnet18"),
          1);
    }
    load.owners()
        .forEach(
            (owner, share) ->
                core.act(
                    new Action.ChangeOwner(owner, Optional.of(share.slots()), Optional.empty())));
    for (int i = 0; i < load.workers(); i++) {
      core.register(worker(i), "", Core.slots("cpu", load.slots()));
    }
    row(
        "%,d experiments of one trial, of %d owners with limits: one begins, ends, and others are placed, each fact"
            .formatted(load.trials(), load.queues()),
        each(core, load.trials(), ignored -> next(core)));
  }

  private static void next(Core core) {
    Event.TrialPlaced attempt = core.running.firstEntry().getValue();
    epoch(core, attempt);
    end(core, attempt);
  }

  private void heartbeat(int workers) {
    Core core = busy(workers, false, LIMITED);
    begin(core);
    row("a heartbeat, %,d workers, every slot busy".formatted(workers), heartbeats(core, 2_000));
    core.register("z-idle", "shared", List.of("cpu:0"));
    row("the same with an idle CPU slot that no queued trial can use", heartbeats(core, 500));
    core.cancel("bench-0-1");
    row(
        "the same while %,d attempts are asked to stop".formatted(workers * SLOTS),
        heartbeats(core, 500));
  }

  private void registering(int workers) {
    Core core = queued(Limits.NONE);
    row(
        "%,d workers register, each fact".formatted(workers),
        each(core, 1, ignored -> register(core, workers, false)));
  }

  private void placing(int workers) {
    Core core = busy(workers, true, Limits.NONE);
    List<Event.TrialPlaced> running = List.copyOf(core.running.values());
    int turns = Math.min(500, running.size());
    row(
        "%,d workers, every slot busy: a start or an epoch".formatted(workers),
        each(core, turns, i -> epoch(core, running.get(i))));
    row(
        "%,d workers: a trial ends and the next is placed, each of three facts".formatted(workers),
        each(core, turns, i -> end(core, running.get(i))));
  }

  private void halfLost(int workers) {
    Core core = busy(workers, false, Limits.NONE);
    begin(core);
    row(
        "half of %d workers are lost, which share a home, each fact".formatted(workers),
        each(core, workers / 2, i -> core.lose(worker(i))));
    row("a heartbeat then", nanos(200, ignored -> core.hear(worker(workers - 1))));
    core.pass(Deadlines.DEFAULT.readoptWithin());
    row("their attempts are given up, each fact", each(core, 1, ignored -> core.settle()));
    row("a heartbeat then", nanos(200, ignored -> core.hear(worker(workers - 1))));
  }

  private void allLost(int workers) {
    Core core = busy(workers, true, Limits.NONE);
    begin(core);
    row(
        "%d workers of a home each are lost at once, each fact".formatted(workers),
        each(core, workers, i -> core.lose(worker(i))));
    core.register("z-idle", "z", List.of("cpu:0"));
    row("a heartbeat then", nanos(50, ignored -> core.hear("z-idle")));
    core.pass(Deadlines.DEFAULT.readoptWithin());
    row("their attempts are given up, each fact", each(core, 1, ignored -> core.settle()));
    row("a heartbeat then", nanos(50, ignored -> core.hear("z-idle")));
    core.pass(DecisionSettings.DEFAULT.checkpointWait());
    row("their trials begin anew, each fact", each(core, 1, ignored -> core.settle()));
  }

  private void gone(int workers) {
    Core core = new Core();
    for (int i = 0; i < workers; i++) {
      core.register("gone" + i, "home" + i, List.of("cuda:0"));
      core.leave("gone" + i);
    }
    core.register("live", "shared", List.of("cpu:0", "cpu:1"));
    core.submit("busy", Device.ANY, 0, Limits.NONE, List.of("resnet18"), 50);
    row("a heartbeat beside %,d workers that are gone".formatted(workers), heartbeats(core, 500));
    row(
        "a request of one trial beside them",
        nanos(
            200, i -> core.submit("more" + i, Device.ANY, 0, Limits.NONE, List.of("resnet18"), 1)));
  }

  private void counting() {
    Core core = queued(Limits.NONE);
    row("trials in each status, twice a second", nanos(100, ignored -> core.state.counts()));
  }

  private static Core queued(Limits limits) {
    Core core = new Core();
    for (int i = 0; i < EXPERIMENTS; i++) {
      core.submit(
          "bench-" + i, Device.CUDA, 0, limits, MODELS, ExperimentSpec.MAX_TRIALS / MODELS.size());
    }
    return core;
  }

  private static Core busy(int workers, boolean ownHomes, Limits limits) {
    Core core = queued(limits);
    register(core, workers, ownHomes);
    return core;
  }

  private static void register(Core core, int workers, boolean ownHomes) {
    for (int i = 0; i < workers; i++) {
      core.register(worker(i), ownHomes ? "home" + i : "shared", Core.slots("cuda", SLOTS));
    }
  }

  /** Every attempt begins and finishes an epoch. */
  private static void begin(Core core) {
    for (Event.TrialPlaced attempt : new ArrayList<>(core.running.values())) {
      epoch(core, attempt);
    }
  }

  private static void epoch(Core core, Event.TrialPlaced attempt) {
    core.report(
        attempt,
        new Started(
            attempt.trial(),
            attempt.attempt(),
            1,
            new Start("cuda:0", 1000, 2000, 32, 10, 1437, 360, 0, DataFacts.UNKNOWN)));
    Score score = new Score(1, 1, 2);
    core.report(
        attempt,
        new Epoch(
            attempt.trial(),
            attempt.attempt(),
            2,
            new EpochResult(
                1,
                score,
                Optional.of(score),
                Optional.empty(),
                0.1,
                1,
                1,
                1,
                new CheckpointRef(1, attempt.trial() + "/1", "hash", 1),
                "state")));
  }

  /** It ends after its first epoch. */
  private static void end(Core core, Event.TrialPlaced attempt) {
    core.report(attempt, new Ended(attempt.trial(), attempt.attempt(), 3, Outcome.SUCCEEDED, ""));
  }

  private static double heartbeats(Core core, int count) {
    List<String> workers = core.state.liveWorkers().keySet().stream().limit(count).toList();
    return nanos(count, i -> core.hear(workers.get(i % workers.size())));
  }

  private static String worker(int number) {
    return "worker" + number;
  }

  private void row(String what, double nanos) {
    if (counts) {
      report.row(what, TARGET, "%,.1f us".formatted(nanos / NANOS_PER_MICRO));
    }
  }

  /** Processor time of one of so many turns. */
  private static double nanos(int turns, IntConsumer turn) {
    long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    for (int i = 0; i < turns; i++) {
      turn.accept(i);
    }
    return (double) (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before)
        / turns;
  }

  /** Processor time of one of the facts that so many turns led to. */
  private static double each(Core core, int turns, IntConsumer turn) {
    long before = core.facts();
    return nanos(turns, turn) * turns / Math.max(1, core.facts() - before);
  }
}
