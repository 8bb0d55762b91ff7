package podium.workers.training.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import podium.protocol.experiment.Recipe;
import podium.workers.training.model.StateEntry;
import podium.workers.training.script.Gradients;
import podium.workers.training.script.Kernels;
import podium.workers.training.script.TensorList;

/**
 * Changes parameters in place from their gradients, equal to PyTorch's optimizer of that name; its
 * buffers are keyed by parameter name. For one thread.
 */
public abstract sealed class Updater implements AutoCloseable permits SgdUpdater, AdamUpdater {
  private final Kernels kernels;
  private final double clipNorm;
  private final List<StateEntry> trained;
  private final TensorList weights;
  private final Map<String, List<NDArray>> buffers = new LinkedHashMap<>();
  private long steps;

  /**
   * An optimizer of the trained parameters among the state.
   *
   * @param bufferNames PyTorch's names of what it remembers of each parameter
   */
  Updater(Kernels kernels, Recipe recipe, List<StateEntry> state, List<String> bufferNames) {
    this.kernels = kernels;
    this.clipNorm = recipe.clipNorm();
    this.trained = state.stream().filter(StateEntry::trained).toList();
    List<NDArray> arrays = trained.stream().map(entry -> entry.parameter().getArray()).toList();
    this.weights = TensorList.of(arrays);
    bufferNames.forEach(name -> buffers.put(name, arrays.stream().map(Updater::zeros).toList()));
  }

  /** The optimizer a recipe names, for the trained parameters among the state. */
  public static Updater of(Recipe recipe, List<StateEntry> state, Kernels kernels) {
    return switch (recipe.optimizer()) {
      case SGD -> new SgdUpdater(kernels, recipe, state);
      case ADAM -> new AdamUpdater(kernels, recipe, state, false);
      case ADAMW -> new AdamUpdater(kernels, recipe, state, true);
    };
  }

  private static NDArray zeros(NDArray weights) {
    NDManager manager = weights.getManager();
    return manager.zeros(weights.getShape(), weights.getDataType());
  }

  /** The gradients of a recorded loss by the trained parameters, in the state's order. */
  public final Gradients gradients(NDArray loss) {
    return kernels.gradients(loss, weights);
  }

  /** Updates every trained parameter, after clipping the gradients where the recipe says so. */
  public final void step(Gradients gradients, double learningRate) {
    steps++;
    if (!trained.isEmpty()) {
      if (clipNorm > 0) {
        kernels.clip(gradients, clipNorm);
      }
      update(kernels, weights, gradients, learningRate, steps);
    }
  }

  /** Updates the weights and what is remembered of them; steps count from 1. */
  abstract void update(
      Kernels functions, TensorList all, Gradients gradients, double learningRate, long step);

  /** What is remembered of every parameter under one of PyTorch's names. */
  final TensorList remembered(String name) {
    return TensorList.of(buffers.getOrDefault(name, List.of()));
  }

  /** The buffers as {@code optimizer.BUFFER.PARAMETER}, sorted by that name. */
  public final Map<String, NDArray> buffers() {
    Map<String, NDArray> all = new TreeMap<>();
    buffers.forEach(
        (name, arrays) -> {
          for (int i = 0; i < arrays.size(); i++) {
            all.put("optimizer." + name + "." + trained.get(i).name(), arrays.get(i));
          }
        });
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

  @Override
  public void close() {
    weights.close();
  }
}
