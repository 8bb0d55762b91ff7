package podium.workers.training;

import ai.djl.Device;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import podium.protocol.experiment.ModelChoice;
import podium.protocol.experiment.Recipe;
import podium.protocol.experiment.TrialSpec;
import podium.protocol.report.CheckpointRef;
import podium.protocol.report.EpochResult;
import podium.protocol.report.Outcome;
import podium.protocol.report.Score;
import podium.workers.domain.Assignment;
import podium.workers.domain.TrainerEvent;
import podium.workers.training.checkpoint.CheckpointHome;
import podium.workers.training.checkpoint.Snapshot;
import podium.workers.training.data.Dataset;
import podium.workers.training.data.DatasetCatalog;
import podium.workers.training.data.TrainingSplit;
import podium.workers.training.model.ModelCatalog;
import podium.workers.training.model.ModelDefinition;
import podium.workers.training.optimizer.LearningRates;

/** One attempt from its assignment to its last epoch; used once, by one thread. */
final class Attempt {
  private static final double NANOS = 1e9;

  private final Assignment assignment;
  private final TrainingSettings settings;
  private final Consumer<TrainerEvent> events;
  private final StopSignal stop;
  private final LongSupplier nanoTime;
  private double bestMeasure = Double.NEGATIVE_INFINITY;

  Attempt(
      Assignment assignment,
      TrainingSettings settings,
      Consumer<TrainerEvent> events,
      StopSignal stop,
      LongSupplier nanoTime) {
    this.assignment = assignment;
    this.settings = settings;
    this.events = events;
    this.stop = stop;
    this.nanoTime = nanoTime;
  }

  /**
   * Trains until the last epoch is done.
   *
   * @throws AttemptEnded when it ends otherwise
   */
  void train(ModelCatalog models, DatasetCatalog datasets) {
    TrialSpec spec = assignment.spec();
    ModelDefinition model = model(spec, models);
    Dataset dataset =
        datasets.dataset(
            spec.dataset(),
            doing -> {
              TrainerLog.doing(assignment, doing);
              stop.check();
            });
    int imageSize = imageSize(spec.recipe(), model, dataset);
    Device device = settings.onGpu() ? Device.gpu(0) : Device.cpu();
    try (Workbench bench = Workbench.set(spec, model, dataset, imageSize, device)) {
      requireImages(bench.split(), spec.recipe());
      CheckpointHome home =
          new CheckpointHome(settings.checkpoints(), assignment.trial(), assignment.attempt());
      int resumed = resume(bench, home);
      events.accept(started(bench, resumed));
      EpochLoop loop = new EpochLoop(bench, stop, events, nanoTime);
      for (int epoch = resumed + 1; epoch <= spec.recipe().epochs(); epoch++) {
        events.accept(new TrainerEvent.EpochCompleted(epoch(epoch, bench, loop, home)));
      }
    }
  }

  private EpochResult epoch(int epoch, Workbench bench, EpochLoop loop, CheckpointHome home) {
    Recipe recipe = assignment.spec().recipe();
    long start = nanoTime.getAsLong();
    double rate = LearningRates.at(recipe, epoch);
    Score train = loop.train(epoch, rate);
    double trainSeconds = secondsSince(start);
    boolean evaluates = epoch % recipe.evaluateEvery() == 0 || epoch == recipe.epochs();
    Optional<Score> test = evaluates ? Optional.of(loop.test(epoch)) : Optional.empty();
    Optional<Score> validation = evaluates ? loop.validation(epoch) : Optional.empty();
    Snapshot snapshot = bench.snapshot(epoch);
    CheckpointRef checkpoint = home.save(epoch, snapshot, isBest(validation.or(() -> test)));
    return new EpochResult(
        epoch,
        train,
        test,
        validation,
        rate,
        secondsSince(start),
        train.images() / trainSeconds,
        MemoryUse.peak(bench.manager().getDevice()),
        checkpoint,
        snapshot.stateHash());
  }

  private boolean isBest(Optional<Score> deciding) {
    double measure = deciding.map(Score::accuracy).orElse(Double.NEGATIVE_INFINITY);
    boolean best = measure > bestMeasure;
    bestMeasure = Math.max(measure, bestMeasure);
    return best;
  }

  private double secondsSince(long start) {
    return (nanoTime.getAsLong() - start) / NANOS;
  }

  private int resume(Workbench bench, CheckpointHome home) {
    return home.restore(assignment.checkpoints(), bench.snapshot(0))
        .map(
            restored -> {
              int epoch = Integer.parseInt(restored.counters().getOrDefault("epoch", "0"));
              bench.updater().resume(Long.parseLong(restored.counters().getOrDefault("step", "0")));
              return epoch;
            })
        .orElse(0);
  }

  private TrainerEvent.Started started(Workbench bench, int resumedFromEpoch) {
    return new TrainerEvent.Started(
        settings.slot(),
        bench.network().trainedParameters(),
        bench.network().multiplyAdds(),
        bench.imageSize(),
        bench.dataset().classes().size(),
        bench.trainImages(),
        bench.dataset().test().count(),
        resumedFromEpoch);
  }

  private static ModelDefinition model(TrialSpec spec, ModelCatalog models) {
    if (!spec.pretrained().equals("none")) {
      throw failed(
          "pretrained weights '%s' are not known to this worker; it knows 'none'"
              .formatted(spec.pretrained()));
    }
    ModelChoice choice = ModelChoice.of(spec.model());
    ModelDefinition model =
        models
            .find(choice.name())
            .orElseThrow(
                () ->
                    failed(
                        "model '%s' is not known to this worker; it knows %s"
                            .formatted(choice.name(), models.names())));
    List<String> reasons = choice.reasonsAgainst("model", model.entry());
    if (!reasons.isEmpty()) {
      throw failed(String.join("; ", reasons));
    }
    return model;
  }

  /** The recipe's size; 0 means the data set's own, enlarged where the model needs more. */
  private static int imageSize(Recipe recipe, ModelDefinition model, Dataset dataset) {
    int wanted = recipe.imageSize();
    int own = dataset.train().size();
    if (wanted == 0) {
      return own >= model.smallestImage() ? own : model.defaultImage();
    }
    if (wanted < model.smallestImage()) {
      throw failed(
          "imageSize %d is too small for %s; its smallest is %d"
              .formatted(wanted, model.name(), model.smallestImage()));
    }
    return wanted;
  }

  private static void requireImages(TrainingSplit split, Recipe recipe) {
    if (split.trainImages() < 2) {
      throw failed(
          "images left to train on: %d, but batch norm needs 2; raise limits.trainImages"
              .formatted(split.trainImages()));
    }
    if (recipe.validationShare() > 0 && split.validationImages() == 0) {
      throw failed(
          "validationShare %s of %d training images holds out none; raise it, or set it to 0"
              .formatted(recipe.validationShare(), split.trainImages()));
    }
  }

  private static AttemptEnded failed(String message) {
    return new AttemptEnded(Outcome.FAILED_CODE, message);
  }
}
