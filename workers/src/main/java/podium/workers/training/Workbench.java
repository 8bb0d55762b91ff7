package podium.workers.training;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import podium.protocol.experiment.Recipe;
import podium.protocol.experiment.SpecFields;
import podium.protocol.experiment.TrialSpec;
import podium.workers.training.checkpoint.Counters;
import podium.workers.training.checkpoint.Snapshot;
import podium.workers.training.data.Augmentation;
import podium.workers.training.data.Batches;
import podium.workers.training.data.Dataset;
import podium.workers.training.model.ModelDefinition;
import podium.workers.training.model.ModelOptions;
import podium.workers.training.model.Network;
import podium.workers.training.model.StateEntry;
import podium.workers.training.optimizer.Updater;

/** An attempt's model, data and optimizer on one device; for one thread. */
record Workbench(
    TrialSpec spec,
    Dataset dataset,
    NDManager manager,
    Network network,
    Updater updater,
    Batches batches,
    Augmentation augmentation,
    int imageSize,
    int trainImages)
    implements AutoCloseable {

  static Workbench set(
      TrialSpec spec, ModelDefinition model, Dataset dataset, int imageSize, Device device) {
    Recipe recipe = spec.recipe();
    NDManager manager = NDManager.newBaseManager(device, "PyTorch");
    try {
      ModelOptions options = new ModelOptions(dataset.classes().size(), true);
      Network drawn =
          Network.create(model, options, imageSize, spec.seed(), manager, DataType.FLOAT32);
      Network network =
          spec.pretrained().equals(SpecFields.NO_WEIGHTS) ? drawn : drawn.startedFromWeights(model);
      Batches.Format format =
          new Batches.Format(
              imageSize,
              recipe.mean().isEmpty() ? dataset.mean() : recipe.mean(),
              recipe.std().isEmpty() ? dataset.std() : recipe.std(),
              DataType.FLOAT32);
      int all = dataset.train().count();
      int limit = spec.limits().trainImages();
      return new Workbench(
          spec,
          dataset,
          manager,
          network,
          Updater.of(recipe, network.state()),
          new Batches(format),
          new Augmentation(recipe.cropPadding(), recipe.horizontalFlip()),
          imageSize,
          limit == 0 ? all : Math.min(all, limit));
    } catch (RuntimeException | Error e) {
      manager.close();
      throw e;
    }
  }

  /** Channel means by which images are normalised: the recipe's, or the data set's own. */
  List<Double> mean() {
    return spec.recipe().mean().isEmpty() ? dataset.mean() : spec.recipe().mean();
  }

  /** Likewise the standard deviations. */
  List<Double> std() {
    return spec.recipe().std().isEmpty() ? dataset.std() : spec.recipe().std();
  }

  /** All that the next epoch depends on, as views of the live tensors. */
  Snapshot snapshot(Counters counters) {
    Map<String, NDArray> tensors = new TreeMap<>(updater.buffers());
    for (StateEntry entry : network.state()) {
      tensors.put(entry.name(), entry.parameter().getArray());
    }
    return Snapshot.of(tensors, counters.named());
  }

  @Override
  public void close() {
    manager.close();
  }
}
