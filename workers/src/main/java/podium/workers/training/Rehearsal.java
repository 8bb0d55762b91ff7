package podium.workers.training;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import podium.protocol.experiment.TrialSpec;
import podium.workers.training.data.Batches;
import podium.workers.training.data.Dataset;
import podium.workers.training.data.EpochPlan;
import podium.workers.training.model.ModelDefinition;

/**
 * One training step, and the making of one batch, each by itself: the very code that trains, for
 * whoever measures it. For one thread.
 */
public final class Rehearsal implements AutoCloseable {
  private final Workbench bench;
  private final EpochPlan plan;
  private final EpochLoop loop;
  private final Tally tally;
  private final Batches.Batch fixed;
  private int made;

  private Rehearsal(Workbench bench) {
    this.bench = bench;
    this.plan = bench.split().training(bench.spec().recipe().batchSize(), 1, 1);
    this.loop =
        new EpochLoop(
            bench, new StopSignal(System::nanoTime), event -> {}, System::nanoTime, () -> {});
    this.tally = new Tally(bench.manager());
    this.fixed = batch(bench.manager(), 0);
  }

  /** A rehearsal on the processor, with images of that side in pixels. */
  public static Rehearsal set(
      TrialSpec spec, ModelDefinition model, Dataset dataset, int imageSize) {
    return new Rehearsal(Workbench.set(spec, model, dataset, imageSize, Device.cpu()));
  }

  /** Trainable parameters of the model. */
  public long trainedParameters() {
    return bench.network().trainedParameters();
  }

  /** Trains a step on the first batch. */
  public void step(double learningRate) {
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      loop.trainStep(fixed, learningRate, tally);
    }
  }

  /** Makes the next batch. */
  public void batch() {
    try (NDManager manager = bench.manager().newSubManager();
        NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      // why: the last batch of an epoch is smaller
      batch(manager, made++ % (plan.steps() - 1));
    }
  }

  private Batches.Batch batch(NDManager manager, int step) {
    return bench
        .batches()
        .training(manager, bench.dataset().train(), plan, bench.augmentation(), 1, 1, step);
  }

  @Override
  public void close() {
    bench.close();
  }
}
