package podium.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import podium.protocol.experiment.Limits;
import podium.protocol.experiment.Recipe;
import podium.protocol.experiment.TrialSpec;
import podium.protocol.id.TrialId;
import podium.protocol.report.EpochResult;
import podium.protocol.report.Outcome;
import podium.workers.domain.Assignment;
import podium.workers.domain.TrainerEvent;
import podium.workers.trainer.ProcessSettings;
import podium.workers.trainer.ProcessTrainer;
import podium.workers.training.TrainingSettings;
import podium.workers.training.data.catalog.DatasetSettings;

/** A real trainer process and what it told of each trial, with the time. For one thread. */
final class Trials implements AutoCloseable {
  static final String DIGITS = "digits";
  static final String IMAGES = "images";

  private static final int HEAP_MEGABYTES = 1024;

  private final ProcessTrainer trainer;
  private int trials;

  /**
   * Something told.
   *
   * @param nanos when, by the monotonic clock
   */
  record Told(TrainerEvent event, long nanos) {}

  /** Trials of the digits, and of a folder of images where there is one. */
  Trials(Settings settings, Path dir, Optional<Path> images) {
    List<DatasetSettings> datasets =
        Stream.concat(
                Stream.of(
                    new DatasetSettings(DIGITS, DatasetSettings.Kind.DIGITS, Optional.empty(), 0)),
                images.stream()
                    .map(
                        folder ->
                            new DatasetSettings(
                                IMAGES, DatasetSettings.Kind.IMAGE_FOLDER, Optional.of(folder), 0)))
            .toList();
    this.trainer =
        new ProcessTrainer(
            new ProcessSettings(
                new TrainingSettings(
                    dir.resolve("checkpoints"),
                    dir.resolve("cache"),
                    datasets,
                    settings.threads(),
                    "cpu:0"),
                "",
                HEAP_MEGABYTES));
  }

  /** Trains a trial to its end, and tells of each event as it comes. */
  List<Told> train(
      String model,
      String dataset,
      int trainImages,
      Map<String, Object> recipe,
      Consumer<TrainerEvent> listener) {
    trials++;
    List<Told> told = new ArrayList<>();
    trainer.train(
        new Assignment(
            new TrialId("bench-1." + trials),
            1,
            new TrialSpec(
                model, 1, dataset, "none", Recipe.of(recipe), Limits.ofImages(trainImages)),
            List.of()),
        event -> {
          told.add(new Told(event, System.nanoTime()));
          listener.accept(event);
        });
    if (!(told.getLast().event() instanceof TrainerEvent.Ended ended)
        || ended.outcome() != Outcome.SUCCEEDED) {
      throw new IllegalStateException(model + " was not trained: " + told.getLast().event());
    }
    return told;
  }

  List<Told> train(String model, String dataset, int trainImages, Map<String, Object> recipe) {
    return train(model, dataset, trainImages, recipe, event -> {});
  }

  /** The epochs that were told of. */
  static List<EpochResult> epochs(List<Told> told) {
    return told.stream()
        .filter(one -> one.event() instanceof TrainerEvent.EpochCompleted)
        .map(one -> ((TrainerEvent.EpochCompleted) one.event()).result())
        .toList();
  }

  /** When the first event of a kind was told of. */
  static long at(List<Told> told, Class<? extends TrainerEvent> kind) {
    return told.stream()
        .filter(one -> kind.isInstance(one.event()))
        .mapToLong(Told::nanos)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("nothing told of " + kind.getSimpleName()));
  }

  OptionalLong processId() {
    return trainer.processId();
  }

  @Override
  public void close() {
    trainer.close();
  }
}
