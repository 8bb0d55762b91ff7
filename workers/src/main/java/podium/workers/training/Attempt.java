package podium.workers.training;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import podium.protocol.experiment.ModelChoice;
import podium.protocol.experiment.Recipe;
import podium.protocol.experiment.SpecFields;
import podium.protocol.experiment.TrialSpec;
import podium.protocol.report.DataFacts;
import podium.protocol.report.EpochResult;
import podium.protocol.report.Outcome;
import podium.protocol.report.Score;
import podium.workers.domain.Assignment;
import podium.workers.domain.TrainerEvent;
import podium.workers.training.checkpoint.CheckpointFacts;
import podium.workers.training.checkpoint.CheckpointFolder;
import podium.workers.training.checkpoint.Counters;
import podium.workers.training.checkpoint.DiskRoom;
import podium.workers.training.checkpoint.TrainedOn;
import podium.workers.training.checkpoint.TrainingState;
import podium.workers.training.data.Dataset;
import podium.workers.training.data.TrainingSplit;
import podium.workers.training.data.catalog.DatasetCatalog;
import podium.workers.training.data.files.CacheException;
import podium.workers.training.model.ModelCatalog;
import podium.workers.training.model.ModelDefinition;
import podium.workers.training.pretrained.PretrainedWeights;

/** One attempt from its assignment to its last epoch; used once, by one thread. */
final class Attempt {
  private static final double NANOS = 1e9;
  private static final long LEAST_ROOM = 1 << 20;
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

  private final Assignment assignment;
  private final TrainingSettings settings;
  private final Consumer<TrainerEvent> events;
  private final StopSignal stop;
  private final LongSupplier nanoTime;
  private final Executor checkpointThreads;
  private final List<String> notes = new ArrayList<>();
  private Optional<CheckpointFacts.Best> best = Optional.empty();
  private String doneLast = "";
  private long waitedNanos;
  private Optional<EpochLoop> steps = Optional.empty();

  Attempt(
      Assignment assignment,
      TrainingSettings settings,
      Consumer<TrainerEvent> events,
      StopSignal stop,
      LongSupplier nanoTime,
      Executor checkpointThreads) {
    this.assignment = assignment;
    this.settings = settings;
    this.events = events;
    this.stop = stop;
    this.nanoTime = nanoTime;
    this.checkpointThreads = checkpointThreads;
  }

  /**
   * Trains until the last epoch is done.
   *
   * @throws AttemptEnded when it ends otherwise
   */
  void train(ModelCatalog models, DatasetCatalog datasets, PretrainedWeights weights) {
    TrialSpec spec = assignment.spec();
    ModelDefinition model = model(spec, models);
    awaitRoom(settings.checkpoints(), LEAST_ROOM);
    Dataset dataset = dataset(spec, model, datasets);
    int imageSize = imageSize(spec.recipe(), model, dataset.train().size());
    Device device = settings.onGpu() ? Device.gpu(0) : Device.cpu();
    try (Workbench bench =
            NativeHeap.keeping(() -> Workbench.set(spec, model, dataset, imageSize, device));
        StateCopies copies = new StateCopies()) {
      requireImages(bench.split(), spec.recipe());
      requireMoreThanSingles(bench);
      awaitRoom(settings.checkpoints(), CheckpointFolder.bytes(bench.snapshot(counters(0, bench))));
      CheckpointFolder home =
          new CheckpointFolder(
              settings.checkpoints(), assignment.trial(), assignment.attempt(), trainedOn(dataset));
      int resumed = resume(bench, home);
      if (resumed == 0 && !spec.pretrained().equals(SpecFields.NO_WEIGHTS)) {
        weights.fill(bench.network().state(), spec.pretrained(), model.name(), this::tell);
      }
      events.accept(started(bench, resumed));
      Underway underway =
          new Underway(result -> events.accept(new TrainerEvent.EpochCompleted(result)));
      EpochLoop loop = new EpochLoop(bench, stop, events, nanoTime, underway::look);
      steps = Optional.of(loop);
      try {
        for (int epoch = resumed + 1; epoch <= spec.recipe().epochs(); epoch++) {
          epoch(epoch, bench, loop, home, copies, underway);
        }
      } finally {
        underway.end();
      }
    }
  }

  /** Whether it has trained a batch. */
  boolean hasStepped() {
    return steps.filter(EpochLoop::hasStepped).isPresent();
  }

  private Dataset dataset(TrialSpec spec, ModelDefinition model, DatasetCatalog datasets) {
    for (; ; ) {
      try {
        return datasets.dataset(
            spec.dataset(), own -> imageSize(spec.recipe(), model, own), this::prepare);
      } catch (CacheException e) {
        long needed = Math.max(LEAST_ROOM, e.bytes());
        if (DiskRoom.lack(e.folder(), needed).isEmpty()) {
          throw e;
        }
        awaitRoom(e.folder(), needed);
      }
    }
  }

  /**
   * Waits until a folder takes so many bytes; a full disk must not cost one trial after another.
   */
  private void awaitRoom(Path folder, long bytes) {
    for (Optional<String> lack = DiskRoom.lack(folder, bytes);
        lack.isPresent();
        lack = DiskRoom.lack(folder, bytes)) {
      prepare(lack.get(), 0, 0);
      waitedNanos += stop.pause(BETWEEN_LOOKS);
    }
  }

  private void tell(String doing) {
    prepare(doing, 0, 0);
  }

  private void prepare(String doing, long done, long all) {
    if (!doing.equals(doneLast)) {
      TrainerLog.doing(assignment, doing);
      doneLast = doing;
    }
    events.accept(new TrainerEvent.Preparing(doing, done, all));
    stop.check();
  }

  private void epoch(
      int epoch,
      Workbench bench,
      EpochLoop loop,
      CheckpointFolder home,
      StateCopies copies,
      Underway underway) {
    Recipe recipe = assignment.spec().recipe();
    long start = nanoTime.getAsLong();
    long waitedBefore = waitedNanos;
    double rate = loop.rate(epoch);
    Score train = loop.train(epoch);
    double trainSeconds = secondsSince(start);
    boolean last = epoch == recipe.epochs();
    underway.await();
    TrainingState state = bench.snapshot(counters(epoch, bench));
    awaitRoom(settings.checkpoints(), CheckpointFolder.bytes(state));
    Optional<TrainingState> copy = last ? Optional.empty() : copies.of(state);
    // why: an average is scored in the place of the weights, which must not be written then
    boolean waits = copy.isEmpty() && bench.average().isPresent();
    if (!waits) {
      underway.begin(
          home.begin(epoch, copy.orElse(state), JniUtils.getNumThreads(), checkpointThreads));
    }
    boolean evaluates = last || epoch % recipe.evaluateEvery() == 0;
    Optional<Score> test = evaluates ? Optional.of(loop.test(epoch)) : Optional.empty();
    Optional<Score> validation = evaluates ? loop.validation(epoch) : Optional.empty();
    Optional<Score> deciding = validation.or(() -> test);
    deciding.ifPresent(score -> best = better(epoch, score.accuracy(), home));
    if (waits) {
      underway.begin(home.begin(epoch, state, JniUtils.getNumThreads(), checkpointThreads));
    }
    long peak = MemoryUse.peak(bench.manager().getDevice());
    double seconds = secondsSince(start + waitedNanos - waitedBefore);
    underway.save(
        counters(epoch, bench),
        facts(deciding, bench),
        saved ->
            new EpochResult(
                epoch,
                train,
                test,
                validation,
                rate,
                copy.isPresent() ? seconds : secondsSince(start + waitedNanos - waitedBefore),
                train.images() / trainSeconds,
                peak,
                saved.reference(),
                saved.stateHash()));
    if (copy.isEmpty()) {
      // why: the next step would overwrite what is being written
      underway.await();
    }
    NativeHeap.handBack();
  }

  private Optional<CheckpointFacts.Best> better(int epoch, double accuracy, CheckpointFolder home) {
    return best.filter(before -> before.accuracy() >= accuracy)
        .or(() -> Optional.of(new CheckpointFacts.Best(epoch, accuracy, home.path(epoch))));
  }

  private Counters counters(int epoch, Workbench bench) {
    return new Counters(
        epoch,
        bench.updater().steps(),
        bench.spec().seed(),
        best.map(is -> new Counters.BestEpoch(is.epoch(), is.accuracy())));
  }

  /** As things are now: the rest is told by another thread, whose torch has threads of its own. */
  private Function<CheckpointFolder.Saved, CheckpointFacts> facts(
      Optional<Score> deciding, Workbench bench) {
    Optional<CheckpointFacts.Best> bestNow = best;
    CheckpointFacts.Machine machine =
        new CheckpointFacts.Machine(
            settings.device(), JniUtils.getNumThreads(), Engine.getInstance().getVersion());
    return saved ->
        new CheckpointFacts(
            assignment.trial(),
            assignment.attempt(),
            saved.reference(),
            saved.stateHash(),
            bench.spec(),
            bench.dataset().facts().fingerprint(),
            bench.dataset().classes(),
            bench.imageSize(),
            bench.mean(),
            bench.std(),
            deciding.map(Score::accuracy),
            bestNow,
            machine);
  }

  private double secondsSince(long start) {
    return (nanoTime.getAsLong() - start) / NANOS;
  }

  /** The epoch to go on from; 0 without a checkpoint. */
  private int resume(Workbench bench, CheckpointFolder home) {
    return home.restore(assignment.checkpoints(), bench.snapshot(counters(0, bench)))
        .map(
            restored -> {
              Counters counters = Counters.of(restored.counters());
              bench.updater().resume(counters.step());
              best = home.best(restored);
              restored.threads().ifPresent(then -> keepThreads(then, counters.epoch()));
              if (restored.trainedOn().isEmpty()) {
                notes.add(
                    "the checkpoint of epoch %d is of an earlier version: it does not tell whether its data were these"
                        .formatted(counters.epoch()));
              }
              return counters.epoch();
            })
        .orElse(0);
  }

  /** Sums are split among threads: with as many as before it goes on to the last bit. */
  private void keepThreads(int then, int epoch) {
    int now = JniUtils.getNumThreads();
    if (settings.onGpu() || then == now || then < 1) {
      return;
    }
    int processors = Runtime.getRuntime().availableProcessors();
    if (then <= processors) {
      JniUtils.setNumThreads(then);
    } else {
      notes.add(
          "epochs up to %d were trained with %d threads, of which this machine has %d: from there on the last bits are others than without a change of machine"
              .formatted(epoch, then, processors));
    }
  }

  private TrainerEvent.Started started(Workbench bench, int resumedFromEpoch) {
    return new TrainerEvent.Started(
        settings.device(),
        bench.network().trainedParameters(),
        bench.network().multiplyAdds(),
        bench.imageSize(),
        bench.dataset().classes().size(),
        bench.trainImages(),
        bench.dataset().test().count(),
        resumedFromEpoch,
        new DataFacts(bench.dataset().facts().fingerprint(), notes(bench.dataset())),
        settings.onGpu() ? Gpu.uuid() : "");
  }

  private List<String> notes(Dataset dataset) {
    return Stream.concat(notes.stream(), dataset.facts().notes().stream())
        .limit(DataFacts.MOST_NOTES)
        .toList();
  }

  private static TrainedOn trainedOn(Dataset dataset) {
    return new TrainedOn(
        dataset.facts().fingerprint(),
        dataset.classes(),
        dataset.train().count(),
        dataset.test().count());
  }

  private static ModelDefinition model(TrialSpec spec, ModelCatalog models) {
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
  private static int imageSize(Recipe recipe, ModelDefinition model, int own) {
    int wanted = recipe.imageSize();
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

  /** Larger batches never leave a single image over, so the batch size alone decides. */
  private static void requireMoreThanSingles(Workbench bench) {
    int size = bench.imageSize();
    if (bench.spec().recipe().partImages() == 1 && bench.network().normalisesSingleValues(size)) {
      String model = "%s at imageSize %d".formatted(bench.spec().model(), size);
      OptionalInt next = bench.network().nextImageForSingles(size);
      throw failed(
          bench.spec().recipe().batchSize() == 1
              ? Failures.batchOfOne(model, next)
              : Failures.partOfOne(model, next));
    }
  }

  private static AttemptEnded failed(String message) {
    return new AttemptEnded(Outcome.FAILED_CODE, message);
  }
}
