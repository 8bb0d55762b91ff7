package podium.workers.training;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import podium.protocol.experiment.Recipe;
import podium.protocol.report.Outcome;
import podium.protocol.report.Score;
import podium.workers.domain.TrainerEvent;
import podium.workers.training.data.Batches;
import podium.workers.training.data.EpochPlan;
import podium.workers.training.data.ImageSet;
import podium.workers.training.optimizer.LearningRates;
import podium.workers.training.optimizer.Rates;
import podium.workers.training.random.Randomness;
import podium.workers.training.script.Gradients;
import podium.workers.training.script.Recording;

/** One pass over the images that are trained on, held out or tested on; for one thread. */
final class EpochLoop {
  // why: reading a loss waits for the device, so it is read only now and then
  private static final int LOOK_EVERY = 10;
  private static final long LOOK_AFTER_NANOS = 1_000_000_000;
  private static final long NANOS = 1_000_000_000;
  private static final int PIXELS_AT_ONCE = 256 * 32 * 32;

  /** In 64 channels, as wide networks begin, these are half of the values that an int counts. */
  private static final int MOST_PIXELS_AT_ONCE = 1 << 24;

  private final Workbench bench;
  private final StopSignal stop;
  private final Consumer<TrainerEvent> events;
  private final LongSupplier nanoTime;
  private final Runnable betweenSteps;
  private final CrossEntropy trainLoss;
  private final int partsOfStep;
  private final int steps;
  private final List<TestView> testViews;
  private boolean stepped;

  private record Forward(NDArray logits, NDArray loss, NDArray counted) {}

  EpochLoop(
      Workbench bench,
      StopSignal stop,
      Consumer<TrainerEvent> events,
      LongSupplier nanoTime,
      Runnable betweenSteps) {
    this.bench = bench;
    this.stop = stop;
    this.events = events;
    this.nanoTime = nanoTime;
    this.betweenSteps = betweenSteps;
    Recipe recipe = bench.spec().recipe();
    this.trainLoss = new CrossEntropy(recipe.labelSmoothing());
    this.partsOfStep = recipe.batchSize() / recipe.partImages();
    // why: every epoch has the same images, in another order
    this.steps = Math.ceilDiv(plan(1).steps(), partsOfStep);
    this.testViews = TestView.of(recipe.testAugmentation());
  }

  /** The learning rate of an epoch's first step. */
  double rate(int epoch) {
    return LearningRates.at(bench.spec().recipe(), epoch, steps);
  }

  /** The images of an epoch, as many at a time as are computed together. */
  private EpochPlan plan(int epoch) {
    return bench.split().training(bench.spec().recipe().partImages(), bench.spec().seed(), epoch);
  }

  /** Trains one epoch. */
  Score train(int epoch) {
    stop.beginEpoch(epoch);
    long seed = bench.spec().seed();
    EpochPlan plan = plan(epoch);
    // why: dropout alone draws from torch's generator; so an epoch repeats exactly after a resume
    Engine.getInstance().setRandomSeed((int) Randomness.mixed(seed, "torch", epoch));
    long start = nanoTime.getAsLong();
    long looked = start;
    try (NDManager epochManager = bench.manager().newSubManager()) {
      Tally tally = new Tally(epochManager);
      for (int step = 0; step < steps; step++) {
        betweenSteps.run();
        trainStep(epochManager, plan, epoch, step, tally);
        boolean due = (step + 1) % LOOK_EVERY == 0 || step + 1 == steps;
        if (due || nanoTime.getAsLong() - looked > LOOK_AFTER_NANOS) {
          look(tally, epoch, step + 1, steps, start);
          looked = nanoTime.getAsLong();
        }
      }
      return tally.score();
    }
  }

  /** One step of the optimizer on the gradients of all parts of its images. */
  private void trainStep(NDManager epochManager, EpochPlan plan, int epoch, int step, Tally tally) {
    int first = step * partsOfStep;
    int end = Math.min(first + partsOfStep, plan.steps());
    double images = plan.images(first, end);
    Rates rates = LearningRates.at(bench.spec().recipe(), epoch, step, steps);
    Optional<Gradients> sums = Optional.empty();
    try {
      for (int part = first; part < end; part++) {
        stop.check();
        double share = plan.images(part, part + 1) / images;
        Gradients gradients = partOfStep(epochManager, plan, epoch, part, share, rates, tally);
        if (sums.isEmpty()) {
          sums = Optional.of(gradients);
        } else {
          bench.updater().addUp(sums.get(), gradients);
          gradients.close();
        }
      }
      bench.step(sums.orElseThrow(), rates);
    } finally {
      sums.ifPresent(Gradients::close);
    }
  }

  private Gradients partOfStep(
      NDManager epochManager,
      EpochPlan plan,
      int epoch,
      int part,
      double share,
      Rates rates,
      Tally tally) {
    try (NDManager manager = epochManager.newSubManager();
        NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      long seed = bench.spec().seed();
      ImageSet images = bench.dataset().train();
      Batches.Batch batch =
          bench.batches().training(manager, images, plan, bench.augmentation(), seed, epoch, part);
      return gradients(batch, share, rates, tally);
    }
  }

  /** One step on a batch, at one rate for all. */
  void trainStep(Batches.Batch batch, double rate, Tally tally) {
    Rates rates = new Rates(rate, rate);
    try (Gradients gradients = gradients(batch, 1, rates, tally)) {
      bench.step(gradients, rates);
    }
  }

  /**
   * The gradients of a batch.
   *
   * @param share what its mean loss counts in the loss of the step
   */
  private Gradients gradients(Batches.Batch batch, double share, Rates rates, Tally tally) {
    Forward forward =
        Recording.of(
            () -> {
              NDArray logits = bench.network().forward(batch.images(), true);
              if (!stepped) {
                requireClasses(logits, batch.count());
              }
              NDArray loss = trainLoss.of(logits, batch.labels());
              NDArray counted = share == 1 ? loss : loss.mul(CrossEntropy.scalar(share, loss));
              return new Forward(logits, loss, counted);
            });
    Gradients gradients = bench.updater().gradients(forward.counted(), rates);
    tally.add(forward.loss(), forward.logits(), batch.labels());
    stepped = true;
    return gradients;
  }

  /** Whether a batch was trained. */
  boolean hasStepped() {
    return stepped;
  }

  private void requireClasses(NDArray logits, int images) {
    int classes = bench.dataset().classes().size();
    Shape wanted = new Shape(images, classes);
    Shape found = logits.getShape();
    if (found.equals(wanted)) {
      return;
    }
    String outputs =
        found.dimension() == 2 && found.get(0) == images
            ? "%d outputs for %d classes".formatted(found.get(1), classes)
            : "logits of shape %s, not %s, for %d images of %d classes"
                .formatted(found, wanted, images, classes);
    throw new AttemptEnded(
        Outcome.FAILED_CODE,
        "model %s gives %s; its last layer must be as wide as options.classes() says"
            .formatted(bench.spec().model(), outputs));
  }

  private void look(Tally tally, int epoch, int step, int steps, long start) {
    if (!tally.isFinite()) {
      throw diverged(
          "the loss became infinite or not a number in epoch %d at step %d of %d"
              .formatted(epoch, tally.finiteBatches() / partsOfStep + 1, steps));
    }
    double seconds = (double) (nanoTime.getAsLong() - start) / NANOS;
    events.accept(new TrainerEvent.Progress(epoch, step, steps, tally.images() / seconds));
  }

  private static AttemptEnded diverged(String message) {
    return new AttemptEnded(
        Outcome.DIVERGED, message + "; lower learningRate, or set warmupEpochs or clipNorm");
  }

  /** Scores the test images after an epoch, in evaluation mode and without label smoothing. */
  Score test(int epoch) {
    ImageSet images = bench.dataset().test();
    return score("test", epoch, images, EpochPlan.inOrder(images.count(), evaluationBatch()));
  }

  /** Scores the training images held out, likewise; nothing where there are none. */
  Optional<Score> validation(int epoch) {
    return bench.split().validationImages() == 0
        ? Optional.empty()
        : Optional.of(
            score(
                "validation",
                epoch,
                bench.dataset().train(),
                bench.split().validation(evaluationBatch())));
  }

  private int evaluationBatch() {
    return evaluationBatch(bench.spec().recipe().partImages(), bench.imageSize());
  }

  // why: without gradients twice as many images take no more memory, and many small ones at once
  // take less time; but more values than a whole number has, torch refuses on a GPU
  static int evaluationBatch(int partImages, int imageSize) {
    int pixels = imageSize * imageSize;
    int quick = Math.max(2 * partImages, PIXELS_AT_ONCE / pixels);
    return Math.max(partImages, Math.min(quick, MOST_PIXELS_AT_ONCE / pixels));
  }

  private Score score(String part, int epoch, ImageSet images, EpochPlan plan) {
    return bench.averaged(() -> scoreOf(part, epoch, images, plan));
  }

  private Score scoreOf(String part, int epoch, ImageSet images, EpochPlan plan) {
    try (NDManager epochManager = bench.manager().newSubManager()) {
      Tally tally = new Tally(epochManager);
      for (int step = 0; step < plan.steps(); step++) {
        stop.check();
        try (NDManager manager = epochManager.newSubManager();
            NDScope scope = new NDScope()) {
          scope.suppressNotUsedWarning();
          scoreBatch(manager, images, plan, step, tally);
        }
      }
      if (!tally.isFinite()) {
        throw diverged(
            "the loss of the %s images is infinite or not a number after epoch %d"
                .formatted(part, epoch));
      }
      return tally.score();
    }
  }

  private void scoreBatch(
      NDManager manager, ImageSet images, EpochPlan plan, int step, Tally tally) {
    TestView first = testViews.getFirst();
    Batches.Batch batch = bench.batches().evaluation(manager, images, plan, step, first.view());
    NDArray logits = logits(batch, first.share());
    for (TestView other : testViews.subList(1, testViews.size())) {
      Batches.Batch again = bench.batches().evaluation(manager, images, plan, step, other.view());
      logits = logits.add(logits(again, other.share()));
    }
    tally.add(CrossEntropy.PLAIN.of(logits, batch.labels()), logits, batch.labels());
  }

  private NDArray logits(Batches.Batch batch, double share) {
    NDArray logits = bench.network().forward(batch.images(), false);
    return share == 1 ? logits : logits.mul(share);
  }
}
