package podium.workers.training;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import podium.protocol.experiment.ModelChoice;
import podium.protocol.experiment.Recipe;
import podium.protocol.experiment.SpecFields;
import podium.protocol.experiment.TrialSpec;
import podium.workers.training.checkpoint.Counters;
import podium.workers.training.checkpoint.TrainingState;
import podium.workers.training.data.Augmentation;
import podium.workers.training.data.Batches;
import podium.workers.training.data.Dataset;
import podium.workers.training.data.TrainingSplit;
import podium.workers.training.model.ModelDefinition;
import podium.workers.training.model.ModelOptions;
import podium.workers.training.model.Network;
import podium.workers.training.model.StateEntry;
import podium.workers.training.optimizer.Rates;
import podium.workers.training.optimizer.Updater;
import podium.workers.training.optimizer.WeightAverage;
import podium.workers.training.script.Gradients;
import podium.workers.training.script.Kernels;

/** An attempt's model, data and optimizer on one device; for one thread. */
record Workbench(
    TrialSpec spec,
    Dataset dataset,
    NDManager manager,
    Network network,
    Updater updater,
    Optional<WeightAverage> average,
    Batches batches,
    Augmentation augmentation,
    int imageSize,
    TrainingSplit split)
    implements AutoCloseable {

  static Workbench set(
      TrialSpec spec, ModelDefinition model, Dataset dataset, int imageSize, Device device) {
    Recipe recipe = spec.recipe();
    NDManager manager = NDManager.newBaseManager(device, "PyTorch");
    try {
      ModelOptions options =
          ModelOptions.of(model, ModelChoice.of(spec.model()), dataset.classes().size(), true);
      Network network =
          Network.create(model, options, imageSize, spec.seed(), manager, DataType.FLOAT32)
              .in(recipe.precision());
      Kernels kernels = network.kernels();
      if (!spec.pretrained().equals(SpecFields.NO_WEIGHTS)) {
        network = network.startedFromWeights(model);
      }
      Batches.Format format =
          new Batches.Format(
              imageSize,
              recipe.mean().isEmpty() ? dataset.mean() : recipe.mean(),
              recipe.std().isEmpty() ? dataset.std() : recipe.std(),
              DataType.FLOAT32);
      Workbench bench =
          new Workbench(
              spec,
              dataset,
              manager,
              network,
              Updater.of(recipe, network.state(), kernels),
              WeightAverage.of(recipe, network.state(), kernels),
              new Batches(format),
              Augmentation.of(recipe),
              imageSize,
              TrainingSplit.of(
                  dataset.train(),
                  spec.limits().trainImages(),
                  recipe.validationShare(),
                  spec.seed()));
      Whitened.learn(bench, kernels);
      return bench;
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

  /** How many images are trained on. */
  int trainImages() {
    return split.trainImages();
  }

  /** One step of the optimizer, and of the average where there is one. */
  void step(Gradients gradients, Rates rates) {
    average.ifPresent(kept -> kept.beforeStep(updater.steps()));
    updater.step(gradients, rates);
    average.ifPresent(kept -> kept.afterStep(updater.steps()));
  }

  /** What is computed with the weights that count: their average, where there is one. */
  <T> T averaged(Supplier<T> computation) {
    return average.isPresent() ? average.get().inPlace(computation) : computation.get();
  }

  /** All that the next epoch depends on, as views of the live tensors. */
  TrainingState snapshot(Counters counters) {
    Map<String, NDArray> tensors = new TreeMap<>(updater.buffers());
    average.ifPresent(kept -> tensors.putAll(kept.tensors()));
    for (StateEntry entry : network.state()) {
      tensors.put(entry.name(), entry.parameter().getArray());
    }
    return TrainingState.of(tensors, counters.named());
  }

  @Override
  public void close() {
    updater.close();
    average.ifPresent(WeightAverage::close);
    manager.close();
  }
}
