package podium.benchmarks;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import podium.protocol.report.EpochResult;
import podium.workers.domain.TrainerEvent;
import podium.workers.machine.ProcessStatus;

/** How much memory a trainer process takes, and whether it grows. */
final class MemoryGrowth {
  private static final int EARLY = 5;
  private static final int LATE = 50;
  // why: all of them; with few steps the first epochs would show how a process warms up
  private static final int DIGITS = 1437;
  private static final int FOUR_STEPS = 512;
  private static final double MEBIBYTE = 1024.0 * 1024;
  private static final double GIBIBYTE = 1024 * MEBIBYTE;

  private final Settings settings;
  private final Report report;

  MemoryGrowth(Settings settings, Report report) {
    this.settings = settings;
    this.report = report;
  }

  void measure() {
    report.part(
        "Memory",
        "Resident memory of the trainer process (VmRSS) as each epoch's end is told, 1,437 digits"
            + " in batches of 128, Adam; and the peak (VmHWM) of VGG16 at 32x32, batch 128, Adam,"
            + " two epochs of four steps.");
    report.columns("what", "MiB after 5 epochs", "20", "35", "50", "growth from 5 to 50", "target");
    grow("resnet18", "fp32");
    grow("mobilenet_v2", "fp32");
    if (Host.hasBfloat16()) {
      grow("resnet18", "bf16");
    }
    report.columns("what", "peak GiB", "target");
    report.row("vgg16", "%.2f".formatted(peak()), "6");
  }

  private void grow(String model, String precision) {
    SortedMap<Integer, Long> resident = new TreeMap<>();
    try (Trials trials = trials()) {
      trials.train(
          model,
          Trials.DIGITS,
          DIGITS,
          Map.of(
              "epochs",
              (long) LATE,
              "batchSize",
              128L,
              "optimizer",
              "adam",
              "precision",
              precision),
          event -> {
            if (event instanceof TrainerEvent.EpochCompleted completed) {
              long bytes =
                  trials.processId().stream()
                      .flatMap(process -> ProcessStatus.resident(process).stream())
                      .findFirst()
                      .orElseThrow(
                          () -> new IllegalStateException("/proc does not tell of the trainer"));
              resident.put(completed.result().epoch(), bytes);
            }
          });
    }
    report.row(
        model + " " + precision,
        mebibytes(resident, EARLY),
        mebibytes(resident, 20),
        mebibytes(resident, 35),
        mebibytes(resident, LATE),
        "%+.1f %%".formatted(100 * ((double) at(resident, LATE) / at(resident, EARLY) - 1)),
        "2 %");
  }

  private static String mebibytes(SortedMap<Integer, Long> resident, int epoch) {
    return "%.0f".formatted(at(resident, epoch) / MEBIBYTE);
  }

  private static long at(SortedMap<Integer, Long> resident, int epoch) {
    return Optional.ofNullable(resident.get(epoch))
        .orElseThrow(() -> new IllegalStateException("epoch " + epoch + " was not told of"));
  }

  private double peak() {
    try (Trials trials = trials()) {
      return Trials.epochs(
                  trials.train(
                      "vgg16",
                      Trials.DIGITS,
                      FOUR_STEPS,
                      Map.of("epochs", 2L, "batchSize", 128L, "optimizer", "adam")))
              .stream()
              .mapToLong(EpochResult::peakMemoryBytes)
              .max()
              .orElseThrow()
          / GIBIBYTE;
    }
  }

  private Trials trials() {
    return new Trials(settings, settings.scratch().resolve("memory"), Optional.empty());
  }
}
