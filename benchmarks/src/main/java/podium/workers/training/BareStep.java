package podium.workers.training;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.pytorch.jni.JniUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import podium.benchmarks.child.Stopwatch;
import podium.protocol.experiment.Limits;
import podium.protocol.experiment.Recipe;
import podium.protocol.experiment.TrialSpec;
import podium.workers.training.data.Batches;
import podium.workers.training.data.Dataset;
import podium.workers.training.data.EpochPlan;
import podium.workers.training.data.catalog.DatasetCatalog;
import podium.workers.training.data.catalog.DatasetSettings;
import podium.workers.training.model.ModelCatalog;
import podium.workers.training.model.ModelDefinition;

/**
 * A measured process: the engine's own training step of one fixed batch of 32x32 images, and the
 * making of a batch with crop and flip. It lies in the engine's package to measure the very code
 * that trains.
 */
public final class BareStep {
  private static final int SIZE = 32;
  // why: a fixed batch that is learned drives gradients to numbers that processors are slow with
  private static final double RATE = 0;

  private BareStep() {}

  /** Takes model, batch size, precision and threads. */
  public static void main(String[] arguments) throws IOException {
    Engine.getEngine("PyTorch");
    JniUtils.setGradMode(false);
    JniUtils.setNumThreads(Integer.parseInt(arguments[3]));
    TrialSpec spec = spec(arguments[0], Long.parseLong(arguments[1]), arguments[2]);
    ModelDefinition model = ModelCatalog.load().find(arguments[0]).orElseThrow();
    Path cache = Files.createTempDirectory("podium-bench-");
    Dataset digits =
        DatasetCatalog.load(
                List.of(
                    new DatasetSettings(
                        "digits", DatasetSettings.Kind.DIGITS, Optional.empty(), 0)),
                cache)
            .dataset("digits", own -> own, (what, done, all) -> {});
    Files.delete(cache);
    try (Workbench bench = Workbench.set(spec, model, digits, SIZE, Device.cpu())) {
      serve(bench);
    }
  }

  private static TrialSpec spec(String model, long batch, String precision) {
    Recipe recipe =
        Recipe.of(
            Map.of(
                "optimizer",
                "adam",
                "batchSize",
                batch,
                "precision",
                precision,
                "cropPadding",
                4L,
                "horizontalFlip",
                true));
    return new TrialSpec(model, 1, "digits", "none", recipe, Limits.NONE);
  }

  private static void serve(Workbench bench) throws IOException {
    EpochPlan plan = bench.split().training(bench.spec().recipe().batchSize(), 1, 1);
    EpochLoop loop =
        new EpochLoop(bench, new StopSignal(System::nanoTime), event -> {}, System::nanoTime);
    Tally tally = new Tally(bench.manager());
    Batches.Batch fixed = batch(bench, bench.manager(), plan, 0);
    Runnable step =
        () -> {
          try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            loop.trainStep(fixed, RATE, tally);
          }
        };
    int[] made = {0};
    Runnable data =
        () -> {
          try (NDManager manager = bench.manager().newSubManager();
              NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            // why: the last batch of an epoch is smaller
            batch(bench, manager, plan, made[0]++ % (plan.steps() - 1));
          }
        };
    Stopwatch.serve(
        Long.toString(bench.network().trainedParameters()), Map.of("step", step, "data", data));
  }

  private static Batches.Batch batch(Workbench bench, NDManager manager, EpochPlan plan, int step) {
    return bench
        .batches()
        .training(manager, bench.dataset().train(), plan, bench.augmentation(), 1, 1, step);
  }
}
