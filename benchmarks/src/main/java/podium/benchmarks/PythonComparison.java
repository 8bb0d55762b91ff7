package podium.benchmarks;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import podium.benchmarks.child.Child;
import podium.protocol.report.EpochResult;

/** Whole epochs of R1's training beside the same written in PyTorch in several styles, in turns. */
final class PythonComparison {
  private static final String SCRIPT = "epochs.py";
  private static final int CLASSES = 10;
  private static final long EPOCHS = 3;
  private static final double MILLIS = 1e3;
  private static final String FP32 = "Podium fp32";
  private static final String BF16 = "Podium bf16";
  private static final String ALONE = "loader-0";
  private static final String HELPED = "loader-2";
  private static final String PREPARED = "prepared";
  private static final String AUTOCAST = "prepared-autocast";

  private final Settings settings;
  private final Report report;

  PythonComparison(Settings settings, Report report) {
    this.settings = settings;
    this.report = report;
  }

  void measure() {
    if (settings.python().isEmpty() || settings.data().isEmpty()) {
      report.part(
          "Epoch beside Python",
          "Not measured: give --python an interpreter with torch and torchvision, and --data a zip"
              + " of images.");
      return;
    }
    Path images =
        Sample.of(
            settings.data().get(),
            settings.scratch().resolve("python-images"),
            settings.trainImages(),
            settings.trainImages() / 5,
            CLASSES);
    report.part(
        "Epoch beside Python",
        ("Adam, ToTensor and Normalize (0.5), %d images of 32x32 to train on and %d to test on, %d"
             + " threads, %d rounds of %d epochs in turns, after one to warm up. An epoch is"
             + " training and evaluation; ours also writes a checkpoint, and a trial's last epoch"
             + " waits for it. Python has its images decoded into memory before: loader-N with"
             + " transforms image by image and a DataLoader of N processes, prepared with all"
             + " images made tensors once, channels-last and fused Adam, prepared-autocast the same"
             + " in bfloat16. Images/s of an epoch by the median (by the fastest).")
            .formatted(
                settings.trainImages(),
                settings.trainImages() / 5,
                settings.threads(),
                settings.rounds(),
                EPOCHS));
    report.columns(
        "model",
        "batch",
        FP32,
        BF16,
        ALONE,
        HELPED,
        PREPARED,
        AUTOCAST,
        "fp32 / loader-0 (target 1.3)",
        "fp32 / prepared",
        "bf16 / autocast (target 1.3)");
    for (String model : settings.models()) {
      settings.batches().forEach(batch -> measure(settings.python().get(), images, model, batch));
    }
    report.notes();
  }

  private void measure(String python, Path images, String model, int batch) {
    Path script = Scripts.copyWithNets(SCRIPT, settings.scratch());
    Map<String, Child> theirs = new LinkedHashMap<>();
    try (Trials trials =
        new Trials(
            settings,
            settings.scratch().resolve("python-%s-%d".formatted(model, batch)),
            Optional.of(images))) {
      for (String style :
          Host.hasBfloat16()
              ? List.of(ALONE, HELPED, PREPARED, AUTOCAST)
              : List.of(ALONE, HELPED, PREPARED)) {
        theirs.put(style, python(python, script, images, model, batch, style));
      }
      report.note("Python: %s.".formatted(of(theirs, ALONE).greeting()));
      row(model, batch, compare(trials, theirs, model, batch));
    } finally {
      theirs.values().forEach(Child::close);
    }
  }

  private Map<String, Samples> compare(
      Trials trials, Map<String, Child> theirs, String model, int batch) {
    Map<String, Samples> seconds = new LinkedHashMap<>();
    for (int round = 0; round <= settings.rounds(); round++) {
      Map<String, Samples> counted = round == 0 ? new LinkedHashMap<>() : seconds;
      Turns.add(counted, FP32, ours(trials, model, batch, "fp32"));
      if (Host.hasBfloat16()) {
        Turns.add(counted, BF16, ours(trials, model, batch, "bf16"));
      }
      theirs.forEach(
          (style, side) -> Turns.add(counted, style, mean(side.measure("epoch", EPOCHS))));
    }
    return seconds;
  }

  private double ours(Trials trials, String model, int batch, String precision) {
    List<EpochResult> epochs =
        Trials.epochs(
            trials.train(
                model,
                Trials.IMAGES,
                settings.trainImages(),
                Map.of(
                    "epochs",
                    EPOCHS,
                    "batchSize",
                    (long) batch,
                    "optimizer",
                    "adam",
                    "learningRate",
                    1e-3,
                    "precision",
                    precision)));
    return mean(epochs.stream().mapToDouble(epoch -> epoch.seconds() * MILLIS).toArray());
  }

  private static double mean(double... millis) {
    return Arrays.stream(millis).average().orElseThrow();
  }

  private Child python(
      String python, Path script, Path images, String model, int batch, String style) {
    return Child.program(
        "Python, " + style,
        settings.threads(),
        List.of(
            python,
            script.toString(),
            images.toString(),
            model,
            Integer.toString(batch),
            style,
            Integer.toString(settings.threads())));
  }

  private void row(String model, int batch, Map<String, Samples> epochs) {
    Samples ours = of(epochs, FP32);
    boolean narrow = epochs.containsKey(BF16);
    report.row(
        model,
        Integer.toString(batch),
        speed(epochs, FP32),
        speed(epochs, BF16),
        speed(epochs, ALONE),
        speed(epochs, HELPED),
        speed(epochs, PREPARED),
        speed(epochs, AUTOCAST),
        Turns.ratio(of(epochs, ALONE), ours),
        Turns.ratio(of(epochs, PREPARED), ours),
        narrow ? Turns.ratio(of(epochs, AUTOCAST), of(epochs, BF16)) : "-");
  }

  private String speed(Map<String, Samples> epochs, String side) {
    return epochs.containsKey(side) ? Turns.speed(settings.trainImages(), of(epochs, side)) : "-";
  }

  private static <T> T of(Map<String, T> all, String side) {
    return Objects.requireNonNull(all.get(side), side);
  }
}
