package podium.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import podium.engine.log.Fence;
import podium.engine.log.LogCursor;
import podium.engine.log.Reading;
import podium.engine.snapshot.Recorded;
import podium.engine.snapshot.Shelf;
import podium.engine.state.Fold;
import podium.engine.state.Memory;
import podium.engine.state.SchedulerState;
import podium.protocol.event.Event;
import podium.protocol.experiment.Device;
import podium.protocol.experiment.ExperimentSpec;
import podium.protocol.experiment.Limits;
import podium.protocol.report.Outcome;
import podium.protocol.report.Report.Ended;

/** What a million trials that ended cost: memory, a snapshot, and a start behind one. */
final class SnapshotCost {
  private static final int ENDED = 1_000_000;
  private static final int QUEUED = 100_000;
  private static final int BEHIND = 100_000;
  private static final int WORKERS = 16;
  private static final int SLOTS = 8;
  private static final int ROUNDS = 5;
  private static final List<Object> MODELS =
      List.of("resnet18", "mobilenet_v2", "vgg16", "googlenet");
  private static final double NANOS_PER_MILLI = 1e6;
  private static final double MEBIBYTE = 1024.0 * 1024;

  private final Report report;
  private final Core core = new Core();
  private int experiments;

  SnapshotCost(Report report) {
    this.report = report;
  }

  void measure() {
    report.part(
        "Snapshot",
        ("The scheduler's core without Kafka: %,d trials that ended and %,d that wait, %d workers"
                + " of %d slots. Processor time of one thread, the least of %d rounds; memory is"
                + " the heap in use after a collection.")
            .formatted(ENDED, QUEUED, WORKERS, SLOTS, ROUNDS));
    for (int worker = 0; worker < WORKERS; worker++) {
      core.register("worker" + worker, "", Core.slots("cuda", SLOTS));
    }
    submit(QUEUED);
    long before = heapInUse();
    end(ENDED);
    double bytes = (double) (heapInUse() - before) / ENDED;
    LogCursor.Place place =
        new LogCursor.Place(new Fence(2, 1, Core.INCARNATION, 1, Fence.NO_HEAD), 0, 0);
    Memory memory = Memory.of(core.state);
    Recorded recorded = new Recorded(0, Fence.NO_HEAD, place, memory);
    Shelf.Written written = Shelf.write(recorded);
    List<byte[]> log = core.write(place.fence());
    while (log.size() < BEHIND) {
      end(1_000);
    }
    report.columns("what", "target", "seen");
    report.row("heap per ended trial", "about 100 bytes", "%.0f bytes".formatted(bytes));
    report.row(
        "the copy, for which a reign pauses", "under 1 s", millis(() -> Memory.of(core.state)));
    report.row("encoding it, beside the reign", "", millis(() -> Shelf.write(recorded)));
    report.row("size", "", "%.1f MiB".formatted(written.manifest().bytes() / MEBIBYTE));
    report.row("reading and restoring it", "under 3 s", millis(() -> restored(written)));
    report.row(
        "the same, and %,d entries behind it".formatted(log.size()),
        "under 3 s",
        millis(() -> folded(restored(written), place, log)));
  }

  private static SchedulerState restored(Shelf.Written written) {
    return Shelf.find(written.records(), Set.of())
        .newest()
        .orElseThrow()
        .recorded()
        .memory()
        .restored();
  }

  private static SchedulerState folded(
      SchedulerState state, LogCursor.Place place, List<byte[]> log) {
    LogCursor cursor = new LogCursor(place);
    for (int offset = 0; offset < log.size(); offset++) {
      if (!(cursor.read(offset, log.get(offset)) instanceof Reading.Counted counted)
          || Fold.apply(state, counted.entry()).isPresent()) {
        throw new IllegalStateException("record %d does not count".formatted(offset));
      }
    }
    return state;
  }

  private void submit(int trials) {
    for (int i = 0; i < trials / ExperimentSpec.MAX_TRIALS; i++) {
      core.submit(
          "bench" + experiments++,
          Device.CUDA,
          0,
          Limits.NONE,
          MODELS,
          ExperimentSpec.MAX_TRIALS / MODELS.size());
    }
  }

  /** So many more trials end, and as many are queued. */
  private void end(int trials) {
    for (int i = 0; i < trials; i++) {
      if (i % ExperimentSpec.MAX_TRIALS == ExperimentSpec.MAX_TRIALS - 1) {
        submit(ExperimentSpec.MAX_TRIALS);
      }
      Event.TrialPlaced ended = core.running.firstEntry().getValue();
      core.report(ended, new Ended(ended.trial(), ended.attempt(), 1, Outcome.SUCCEEDED, ""));
    }
  }

  private static String millis(Supplier<?> work) {
    return "%,.0f ms"
        .formatted(
            IntStream.range(0, ROUNDS).mapToLong(ignored -> nanos(work)).min().orElseThrow()
                / NANOS_PER_MILLI);
  }

  private static long nanos(Supplier<?> work) {
    long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    if (work.get() == null) {
      throw new IllegalStateException("nothing came of it");
    }
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
  }

  private static long heapInUse() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
