package podium.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import podium.workers.domain.TrainerEvent;

/** How long a slot has nothing to train: between trials, and before a cold trainer's first step. */
final class SlotIdle {
  private static final int BATCH = 128;
  private static final int COLD_STARTS = 2;
  private static final int WARM_TRIALS = 6;
  private static final double NANOS_PER_MILLI = 1e6;
  private static final Map<String, Object> ONE_STEP =
      Map.of("epochs", 1L, "batchSize", (long) BATCH, "optimizer", "adam");

  private final Settings settings;
  private final Report report;

  SlotIdle(Settings settings, Report report) {
    this.settings = settings;
    this.report = report;
  }

  void measure() {
    report.part(
        "Slot idle",
        "Through the trainer process, trials of one step of 128 digits. Between trials: from one's"
            + " end to the moment the next begins its first step, model and optimizer in place; the"
            + " step's own time is told beside it. Cold: from the order, with no process running,"
            + " over JVM, libtorch, data and model, to the same moment.");
    report.columns(
        "model",
        "between trials ms, median",
        "most (target 50)",
        "until the first step is done ms",
        "cold: first step begins ms",
        "cold: first step is done ms");
    List.of("resnet18", "mobilenet_v2", "vgg16").forEach(this::measure);
  }

  private void measure(String model) {
    List<Double> coldBegins = new ArrayList<>();
    List<Double> coldEnds = new ArrayList<>();
    List<Double> begins = new ArrayList<>();
    List<Double> ends = new ArrayList<>();
    for (int i = 0; i < COLD_STARTS; i++) {
      try (Trials trials =
          new Trials(settings, settings.scratch().resolve("idle"), java.util.Optional.empty())) {
        long before = System.nanoTime();
        List<Trials.Told> told = trials.train(model, Trials.DIGITS, BATCH, ONE_STEP);
        note(told, before, coldBegins, coldEnds);
        int more = i == 0 ? WARM_TRIALS : 0;
        for (int trial = 0; trial < more; trial++) {
          long end = Trials.at(told, TrainerEvent.Ended.class);
          told = trials.train(model, Trials.DIGITS, BATCH, ONE_STEP);
          note(told, end, begins, ends);
        }
      }
    }
    report.row(
        model,
        "%.1f".formatted(samples(begins).median()),
        "%.1f".formatted(samples(begins).most()),
        "%.0f".formatted(samples(ends).median()),
        "%.0f".formatted(samples(coldBegins).median()),
        "%.0f".formatted(samples(coldEnds).median()));
  }

  private static void note(
      List<Trials.Told> told, long since, List<Double> begins, List<Double> ends) {
    begins.add((Trials.at(told, TrainerEvent.Started.class) - since) / NANOS_PER_MILLI);
    ends.add((Trials.at(told, TrainerEvent.Progress.class) - since) / NANOS_PER_MILLI);
  }

  private static Samples samples(List<Double> values) {
    return Samples.of(values.stream().mapToDouble(Double::doubleValue));
  }
}
