package podium.benchmarks;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import podium.benchmarks.child.Child;
import podium.cli.node.Closing;
import podium.workers.training.data.Dataset;
import podium.workers.training.data.ImageSet;
import podium.workers.training.data.catalog.DatasetCatalog;
import podium.workers.training.data.catalog.DatasetSettings;

/** Many short trials one after the other through all of Podium, beside the same in Python. */
final class Sweep {
  private static final String PODIUM = "Podium, with checkpoints";
  private static final String SCRIPT = "sweep.py";
  private static final int TRIALS = 32;
  private static final int TRAIN_IMAGES = 256;
  private static final int BATCH = 32;
  private static final int IMAGE_SIZE = 32;
  private static final double MILLIS = 1e3;

  private final Settings settings;
  private final Report report;
  private int trainImages;

  Sweep(Settings settings, Report report) {
    this.settings = settings;
    this.report = report;
  }

  void measure() {
    report.part(
        "Sweep",
        ("%d trials of ResNet18, one epoch of %d digits in batches of %d, fp32, Adam, one slot of"
                + " %d threads, scored on 360 digits; %d rounds in turns after one of two trials to"
                + " warm up. Podium: broker, scheduler, board and worker as `podium up` starts"
                + " them, from submit to the last end, a checkpoint of 134 MB each. Idle: from an"
                + " attempt's end in the log to the next one's start. Python: without checkpoints.")
            .formatted(TRIALS, TRAIN_IMAGES, BATCH, settings.threads(), settings.rounds()));
    Path data = digits(settings.scratch().resolve("sweep-digits"));
    try (Closing parts = new Closing()) {
      SweptMachine podium =
          parts.open(() -> SweptMachine.start(settings, settings.scratch().resolve("sweep")));
      compare(podium, peers(parts, data));
    }
  }

  private Map<String, Child> peers(Closing parts, Path data) {
    Map<String, Child> peers = new LinkedHashMap<>();
    if (settings.python().isEmpty()) {
      report.line("Python is not measured: give --python one with torch and torchvision.");
      return peers;
    }
    for (String way : List.of("plain", "optuna", "ray")) {
      Child peer = parts.open(() -> python(settings.python().get(), way, data));
      if (peer.greeting().startsWith("missing")) {
        report.line("Python, %s: not installed (%s).".formatted(way, peer.greeting()));
      } else {
        peers.put("Python, %s (%s)".formatted(way, peer.greeting()), peer);
      }
    }
    return peers;
  }

  private Child python(String python, String way, Path data) {
    return Child.program(
        "Python",
        settings.threads(),
        List.of(
            python,
            Scripts.copy(SCRIPT, settings.scratch()).toString(),
            way,
            data.toString(),
            Integer.toString(TRAIN_IMAGES),
            Integer.toString(trainImages),
            Integer.toString(BATCH),
            Integer.toString(TRIALS),
            Integer.toString(settings.threads())));
  }

  private void compare(SweptMachine podium, Map<String, Child> peers) {
    podium.sweep(2);
    Map<String, List<Double>> seconds = new LinkedHashMap<>();
    Map<String, List<Double>> steps = new LinkedHashMap<>();
    List<Double> idle = new ArrayList<>();
    List<Double> placed = new ArrayList<>();
    List<Double> training = new ArrayList<>();
    for (int round = 0; round < settings.rounds(); round++) {
      SweptMachine.Swept swept = podium.sweep(TRIALS);
      seconds.computeIfAbsent(PODIUM, name -> new ArrayList<>()).add(swept.seconds());
      idle.addAll(swept.idleMillis());
      placed.addAll(swept.placedMillis());
      training.addAll(swept.trainingMillis());
      double ours = swept.trainingMillis().stream().mapToDouble(Double::doubleValue).sum();
      steps.computeIfAbsent(PODIUM, name -> new ArrayList<>()).add(ours / MILLIS);
      peers.forEach(
          (name, peer) -> {
            double[] millis = peer.measure("sweep", 0);
            seconds.computeIfAbsent(name, same -> new ArrayList<>()).add(millis[0] / MILLIS);
            steps.computeIfAbsent(name, same -> new ArrayList<>()).add(millis[1] / MILLIS);
          });
    }
    double ours = samples(seconds.getOrDefault(PODIUM, List.of())).median();
    report.columns(
        "who",
        "seconds (fastest)",
        "ms a trial",
        "seconds of training steps",
        "all over training",
        "times Podium's");
    seconds.forEach(
        (name, all) ->
            report.row(
                name,
                "%.1f (%.1f)".formatted(samples(all).median(), samples(all).least()),
                "%.0f".formatted(samples(all).median() * MILLIS / TRIALS),
                "%.1f".formatted(trained(steps, name)),
                "%.2f".formatted(samples(all).median() / trained(steps, name)),
                "%.2f".formatted(samples(all).median() / ours)));
    report.line("");
    report.line(
        "Podium's slot between trials: median %.1f ms (of which %.1f until the next one is placed), nine of ten within %.1f, most %.1f (target 20); steps of a trial: median %.0f ms."
            .formatted(
                samples(idle).median(),
                samples(placed).median(),
                samples(idle).quantile(0.9),
                samples(idle).most(),
                samples(training).median()));
  }

  private static double trained(Map<String, List<Double>> steps, String name) {
    return samples(steps.getOrDefault(name, List.of())).median();
  }

  private static Samples samples(List<Double> values) {
    return Samples.of(values.stream().mapToDouble(Double::doubleValue));
  }

  /** The digits as plain bytes, those to train on first. */
  private Path digits(Path folder) {
    Dataset digits =
        DatasetCatalog.load(
                List.of(
                    new DatasetSettings(
                        Trials.DIGITS, DatasetSettings.Kind.DIGITS, Optional.empty(), 0)),
                folder)
            .dataset(Trials.DIGITS, own -> IMAGE_SIZE, (doing, done, all) -> {});
    trainImages = digits.train().count();
    try (OutputStream images = Files.newOutputStream(file(folder, "images.u8"));
        OutputStream labels = Files.newOutputStream(file(folder, "labels.u8"))) {
      for (ImageSet set : List.of(digits.train(), digits.test())) {
        byte[] image = new byte[set.imageBytes()];
        for (int i = 0; i < set.count(); i++) {
          set.read(i, image);
          images.write(image);
          labels.write(set.label(i));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return folder;
  }

  private static Path file(Path folder, String name) throws IOException {
    return Files.createDirectories(folder).resolve(name);
  }
}
