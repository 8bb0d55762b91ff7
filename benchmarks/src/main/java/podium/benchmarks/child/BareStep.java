package podium.benchmarks.child;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import podium.protocol.experiment.Limits;
import podium.protocol.experiment.Recipe;
import podium.protocol.experiment.TrialSpec;
import podium.workers.training.Rehearsal;
import podium.workers.training.data.Dataset;
import podium.workers.training.data.catalog.DatasetCatalog;
import podium.workers.training.data.catalog.DatasetSettings;
import podium.workers.training.model.ModelCatalog;
import podium.workers.training.model.ModelDefinition;

/**
 * A measured process: the engine's own training step of one fixed batch of 32x32 images, and the
 * making of a batch with crop and flip.
 */
public final class BareStep {
  private static final int SIZE = 32;
  // why: a fixed batch that is learned drives gradients to numbers that processors are slow with
  static final double RATE = 0;

  private BareStep() {}

  /** Takes model, batch size, precision and threads. */
  public static void main(String[] arguments) throws IOException {
    try (Rehearsal rehearsal = rehearsal(arguments)) {
      Stopwatch.serve(
          Long.toString(rehearsal.trainedParameters()),
          Map.of("step", () -> rehearsal.step(RATE), "data", rehearsal::batch));
    }
  }

  /** What the arguments of {@link #main} say. */
  static Rehearsal rehearsal(String[] arguments) throws IOException {
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
    return Rehearsal.set(spec, model, digits, SIZE);
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
}
