package podium.workers.training;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import podium.protocol.report.Outcome;
import podium.protocol.report.Score;
import podium.workers.domain.TrainerEvent;
import podium.workers.training.data.Batches;
import podium.workers.training.data.EpochPlan;
import podium.workers.training.data.ImageSet;
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

  private final Workbench bench;
  private final StopSignal stop;
  private final Consumer<TrainerEvent> events;
  private final LongSupplier nanoTime;
  private final Runnable betweenSteps;
  private final CrossEntropy trainLoss;
  private boolean stepped;

  private record Forward(NDArray logits, NDArray loss) {}

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
    this.trainLoss = new CrossEntropy(bench.spec().recipe().labelSmoothing());
  }

  /** Trains one epoch. */
  Score train(int epoch, double rate) {
    stop.beginEpoch(epoch);
    long seed = bench.spec().seed();
    ImageSet images = bench.dataset().train();
    EpochPlan plan = bench.split().training(bench.spec().recipe().batchSize(), seed, epoch);
    // why: dropout alone draws from torch's generator; so an epoch repeats exactly after a resume
    Engine.getInstance().setRandomSeed((int) Randomness.mixed(seed, "torch", epoch));
    long start = nanoTime.getAsLong();
    long looked = start;
    try (NDManager epochManager = bench.manager().newSubManager()) {
      Tally tally = new Tally(epochManager);
      for (int step = 0; step < plan.steps(); step++) {
        betweenSteps.run();
        stop.check();
        try (NDManager manager = epochManager.newSubManager();
            NDScope scope = new NDScope()) {
          scope.suppressNotUsedWarning();
          trainStep(
              bench
                  .batches()
                  .training(manager, images, plan, bench.augmentation(), seed, epoch, step),
              rate,
              tally);
        }
        boolean due = (step + 1) % LOOK_EVERY == 0 || step + 1 == plan.steps();
        if (due || nanoTime.getAsLong() - looked > LOOK_AFTER_NANOS) {
          look(tally, epoch, step + 1, plan.steps(), start);
          looked = nanoTime.getAsLong();
        }
      }
      return tally.score();
    }
  }

  void trainStep(Batches.Batch batch, double rate, Tally tally) {
    Forward forward =
        Recording.of(
            () -> {
              NDArray logits = bench.network().forward(batch.images(), true);
              if (!stepped) {
                requireClasses(logits, batch.count());
              }
              return new Forward(logits, trainLoss.of(logits, batch.labels()));
            });
    try (Gradients gradients = bench.updater().gradients(forward.loss())) {
      bench.updater().step(gradients, rate);
    }
    tally.add(forward.loss(), forward.logits(), batch.labels());
    stepped = true;
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
              .formatted(epoch, tally.finiteBatches() + 1, steps));
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

  // why: without gradients twice as many images take no more memory, and many small ones at once
  // take less time
  private int evaluationBatch() {
    int pixels = bench.imageSize() * bench.imageSize();
    return Math.max(2 * bench.spec().recipe().batchSize(), PIXELS_AT_ONCE / pixels);
  }

  private Score score(String part, int epoch, ImageSet images, EpochPlan plan) {
    try (NDManager epochManager = bench.manager().newSubManager()) {
      Tally tally = new Tally(epochManager);
      for (int step = 0; step < plan.steps(); step++) {
        stop.check();
        try (NDManager manager = epochManager.newSubManager();
            NDScope scope = new NDScope()) {
          scope.suppressNotUsedWarning();
          Batches.Batch batch = bench.batches().evaluation(manager, images, plan, step);
          NDArray logits = bench.network().forward(batch.images(), false);
          tally.add(CrossEntropy.PLAIN.of(logits, batch.labels()), logits, batch.labels());
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
}
