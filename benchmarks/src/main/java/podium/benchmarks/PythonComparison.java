package podium.benchmarks;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import podium.benchmarks.child.Child;
import podium.protocol.report.EpochResult;

/** Whole epochs of R1's training beside the same written in PyTorch, in turns. */
final class PythonComparison {
  private static final String SCRIPT = "epochs.py";
  private static final String MODEL = "resnet18";
  private static final int BATCH = 128;
  private static final int CLASSES = 10;
  private static final double MILLIS = 1e3;

  private final Settings settings;
  private final Report report;

  PythonComparison(Settings settings, Report report) {
    this.settings = settings;
    this.report = report;
  }

  void measure() {
    if (settings.python().isEmpty() || settings.data().isEmpty()) {
      report.part(
          "Epoch against Python",
          "Not measured: give --python an interpreter with torch and torchvision, and --data a zip"
              + " of images.");
      return;
    }
    String python = settings.python().get();
    Path images =
        Sample.of(
            settings.data().get(),
            settings.scratch().resolve("python-images"),
            settings.trainImages(),
            settings.trainImages() / 5,
            CLASSES);
    Path script = Scripts.copy(SCRIPT, settings.scratch());
    try (Trials trials =
            new Trials(settings, settings.scratch().resolve("python"), Optional.of(images));
        Child alone = python(python, script, images, 0);
        Child helped = python(python, script, images, 2)) {
      report.part(
          "Epoch against Python",
          ("ResNet18, batch 128, Adam, ToTensor and Normalize (0.5), %d images of 32x32 to train"
                  + " on and %d to test on, %d threads, %d rounds in turns after one to warm up. An"
                  + " epoch is training and evaluation; ours also writes a checkpoint. Python: %s,"
                  + " images decoded into memory before, transforms image by image, DataLoader with"
                  + " 0 or 2 processes.")
              .formatted(
                  settings.trainImages(),
                  settings.trainImages() / 5,
                  settings.threads(),
                  settings.rounds(),
                  alone.greeting()));
      compare(trials, alone, helped);
    }
  }

  private void compare(Trials trials, Child alone, Child helped) {
    Map<String, Samples> seconds = new LinkedHashMap<>();
    for (int round = 0; round <= settings.rounds(); round++) {
      boolean counts = round > 0;
      add(seconds, counts, "Podium fp32", ours(trials, "fp32"));
      add(seconds, counts, "Python, 0 loader processes", theirs(alone));
      if (Host.hasBfloat16()) {
        add(seconds, counts, "Podium bf16", ours(trials, "bf16"));
      }
      add(seconds, counts, "Python, 2 loader processes", theirs(helped));
    }
    Samples first = seconds.get("Python, 0 loader processes");
    Samples second = seconds.get("Python, 2 loader processes");
    report.columns(
        "who", "seconds of an epoch (fastest)", "images/s", "against Python 0", "against Python 2");
    seconds.forEach(
        (name, all) ->
            report.row(
                name,
                "%.2f (%.2f)".formatted(all.median(), all.least()),
                "%.0f".formatted(settings.trainImages() / all.median()),
                "%.2f".formatted(Objects.requireNonNull(first).median() / all.median()),
                "%.2f".formatted(Objects.requireNonNull(second).median() / all.median())));
  }

  private static void add(Map<String, Samples> all, boolean counts, String name, double seconds) {
    if (counts) {
      double[] one = {seconds};
      all.merge(name, Samples.of(one), (before, now) -> before.plus(one));
    }
  }

  private double ours(Trials trials, String precision) {
    List<EpochResult> epochs =
        Trials.epochs(
            trials.train(
                MODEL,
                Trials.IMAGES,
                settings.trainImages(),
                Map.of(
                    "epochs",
                    1L,
                    "batchSize",
                    (long) BATCH,
                    "optimizer",
                    "adam",
                    "learningRate",
                    1e-3,
                    "precision",
                    precision)));
    return epochs.getFirst().seconds();
  }

  private static double theirs(Child python) {
    return python.measure("epoch", 0)[0] / MILLIS;
  }

  private Child python(String python, Path script, Path images, int processes) {
    return Child.start(
        "Python",
        settings.threads(),
        List.of(
            python,
            script.toString(),
            images.toString(),
            MODEL,
            Integer.toString(BATCH),
            Integer.toString(processes),
            Integer.toString(settings.threads())));
  }
}
