package podium.benchmarks;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import podium.protocol.report.EpochResult;

/** Whole epochs through the trainer process, and where their time goes. */
final class EpochCost {
  private static final long EPOCHS = 5;
  private static final int CLASSES = 10;
  private static final double FULL_EPOCH = 50_000;

  private final Settings settings;
  private final Report report;

  /**
   * What is trained.
   *
   * @param share of the images, for what takes long
   */
  private record Subject(String model, int batch, int share) {}

  private static final List<Subject> SUBJECTS =
      List.of(
          new Subject("resnet18", 128, 1),
          new Subject("mobilenet_v2", 128, 1),
          new Subject("resnet18_cifar", 64, 4));

  EpochCost(Settings settings, Report report) {
    this.settings = settings;
    this.report = report;
  }

  void measure() {
    Optional<Path> images =
        settings
            .data()
            .map(
                zip ->
                    Sample.of(
                        zip,
                        settings.scratch().resolve("epoch-images"),
                        settings.trainImages(),
                        settings.trainImages() / 5,
                        CLASSES));
    report.part(
        "Whole epoch",
        ("Through the trainer process, %s, crop and flip, Adam, %d epochs of which the first is"
                + " left out and every second is evaluated: medians. resnet18_cifar trains on a"
                + " quarter of the images, so its evaluation and checkpoint weigh more. The last"
                + " column puts the checkpoint's seconds beside an epoch of 50,000 images.")
            .formatted(
                images
                    .map(
                        folder ->
                            "%d images of 32x32 to train on and %d to test on"
                                .formatted(settings.trainImages(), settings.trainImages() / 5))
                    .orElse("the digits"),
                EPOCHS));
    report.columns(
        "model",
        "batch",
        "precision",
        "images/s while training",
        "images/s of the epoch",
        "evaluation s",
        "of the epoch",
        "checkpoint s",
        "of the epoch",
        "of 50,000 images");
    try (Trials trials = new Trials(settings, settings.scratch().resolve("epoch"), images)) {
      String dataset = images.isPresent() ? Trials.IMAGES : Trials.DIGITS;
      for (Subject subject : SUBJECTS) {
        Host.precisions().forEach(precision -> measure(trials, dataset, subject, precision));
      }
    }
  }

  private void measure(Trials trials, String dataset, Subject subject, String precision) {
    List<EpochResult> epochs =
        Trials.epochs(
                trials.train(
                    subject.model(),
                    dataset,
                    settings.trainImages() / subject.share(),
                    Map.of(
                        "epochs",
                        EPOCHS,
                        "batchSize",
                        (long) subject.batch(),
                        "optimizer",
                        "adam",
                        "learningRate",
                        1e-3,
                        "cropPadding",
                        4L,
                        "horizontalFlip",
                        true,
                        "evaluateEvery",
                        2L,
                        "precision",
                        precision)))
            .stream()
            .skip(1)
            .toList();
    Predicate<EpochResult> evaluated = epoch -> epoch.test().isPresent();
    double checkpoint = median(epochs, evaluated.negate(), EpochCost::besidesTraining);
    double evaluation = median(epochs, evaluated, EpochCost::besidesTraining) - checkpoint;
    double training = median(epochs, epoch -> true, EpochResult::imagesPerSecond);
    double seconds = median(epochs, evaluated, EpochResult::seconds);
    int images = epochs.getFirst().train().images();
    report.row(
        subject.model(),
        Integer.toString(subject.batch()),
        precision,
        "%.0f".formatted(training),
        "%.0f".formatted(images / seconds),
        "%.2f".formatted(evaluation),
        "%.1f %%".formatted(100 * evaluation / seconds),
        "%.2f".formatted(checkpoint),
        "%.1f %%".formatted(100 * checkpoint / seconds),
        "%.2f %%"
            .formatted(
                100 * checkpoint / ((seconds - checkpoint) * FULL_EPOCH / images + checkpoint)));
  }

  private static double besidesTraining(EpochResult epoch) {
    return epoch.seconds() - epoch.train().images() / epoch.imagesPerSecond();
  }

  private static double median(
      List<EpochResult> epochs,
      Predicate<EpochResult> which,
      java.util.function.ToDoubleFunction<EpochResult> value) {
    return Samples.of(epochs.stream().filter(which).mapToDouble(value)).median();
  }
}
