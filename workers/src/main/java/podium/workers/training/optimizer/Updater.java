package podium.workers.training.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import podium.protocol.experiment.Recipe;
import podium.workers.training.model.StateEntry;

/**
 * Changes parameters in place from their gradients, equal to PyTorch's optimizer of that name; its
 * buffers are keyed by parameter name. For one thread, and to be used without gradient recording.
 */
public abstract sealed class Updater permits SgdUpdater, AdamUpdater {

  /** A parameter, its buffers by PyTorch's name, and views of both cut alike. */
  private record Tracked(
      String name,
      NDArray weights,
      Map<String, NDArray> buffers,
      List<NDArray> weightSlices,
      List<List<NDArray>> bufferSlices) {}

  private final List<Tracked> tracked = new ArrayList<>();
  private long steps;

  Updater(List<StateEntry> state, List<String> bufferNames) {
    for (StateEntry entry : state) {
      if (entry.trained()) {
        tracked.add(track(entry, bufferNames));
      }
    }
  }

  /** The optimizer a recipe names, for the trained parameters among the state. */
  public static Updater of(Recipe recipe, List<StateEntry> state) {
    return switch (recipe.optimizer()) {
      case SGD -> new SgdUpdater(recipe, state);
      case ADAM -> new AdamUpdater(recipe, state, false);
      case ADAMW -> new AdamUpdater(recipe, state, true);
    };
  }

  private static Tracked track(StateEntry entry, List<String> bufferNames) {
    NDArray weights = entry.parameter().getArray();
    Map<String, NDArray> buffers = new LinkedHashMap<>();
    bufferNames.forEach(
        name ->
            buffers.put(
                name, weights.getManager().zeros(weights.getShape(), weights.getDataType())));
    return new Tracked(
        entry.name(),
        weights,
        buffers,
        Slices.of(weights),
        buffers.values().stream().map(Slices::of).toList());
  }

  /** Updates every parameter and clears its gradient. */
  public final void step(NDManager manager, double learningRate) {
    steps++;
    if (tracked.isEmpty()) {
      return;
    }
    DataType type = tracked.getFirst().weights().getDataType();
    prepare(new Numbers(manager, type), learningRate, steps);
    for (Tracked one : tracked) {
      try (NDArray gradient = one.weights().getGradient()) {
        List<NDArray> gradientSlices = Slices.of(gradient);
        for (int i = 0; i < gradientSlices.size(); i++) {
          int slice = i;
          update(
              one.weightSlices().get(i),
              gradientSlices.get(i),
              one.bufferSlices().stream().map(slices -> slices.get(slice)).toList());
        }
      }
      if (one.weights() instanceof PtNDArray weights) {
        JniUtils.zeroGrad(weights);
      }
    }
  }

  /** Computes the numbers that all parameters of a step share. */
  abstract void prepare(Numbers numbers, double learningRate, long step);

  /** Updates one slice of a parameter; must leave the gradient as it is. */
  abstract void update(NDArray weights, NDArray gradient, List<NDArray> buffers);

  /** The buffers as {@code optimizer.BUFFER.PARAMETER}, sorted by that name. */
  public final Map<String, NDArray> buffers() {
    Map<String, NDArray> all = new TreeMap<>();
    for (Tracked one : tracked) {
      one.buffers()
          .forEach((name, buffer) -> all.put("optimizer." + name + "." + one.name(), buffer));
    }
    return all;
  }

  /** Steps taken so far. */
  public final long steps() {
    return steps;
  }

  /** Goes on from so many steps, after the buffers were restored. */
  public final void resume(long stepsTaken) {
    steps = stepsTaken;
  }

  /** Makes the scalars of a step, which live as long as its manager. */
  record Numbers(NDManager manager, DataType type) {
    NDArray of(double value) {
      return type == DataType.FLOAT64 ? manager.create(value) : manager.create((float) value);
    }
  }
}
