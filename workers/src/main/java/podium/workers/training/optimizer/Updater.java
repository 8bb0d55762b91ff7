package podium.workers.training.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
public abstract sealed class Updater implements AutoCloseable
    permits SgdUpdater, AdamUpdater, MuonUpdater {
  /** What the names of its buffers begin with. */
  public static final String PREFIX = "optimizer.";

  private final Kernels kernels;
  private final double clipNorm;
  private final List<StateEntry> trained;
  private final int firstLayer;
  private final TensorList weights;
  private final TensorList laterWeights;
  private final Map<String, List<NDArray>> buffers = new LinkedHashMap<>();
  private final List<Group> groups = new ArrayList<>();
  private long steps;

  /** A part with its tensors. */
  static final class Group implements AutoCloseable {
    private final Part part;
    private final TensorList weights;
    private final Map<String, TensorList> remembered = new LinkedHashMap<>();

    private Group(Part part, List<NDArray> arrays, Map<String, List<NDArray>> buffers) {
      this.part = part;
      this.weights = TensorList.of(of(part, arrays));
      buffers.forEach((name, all) -> remembered.put(name, TensorList.of(of(part, all))));
    }

    private static List<NDArray> of(Part part, List<NDArray> all) {
      return part.places().stream().map(all::get).toList();
    }

    Part part() {
      return part;
    }

    TensorList weights() {
      return weights;
    }

    /** What is remembered of each of them under one of PyTorch's names. */
    TensorList remembered(String name) {
      return Objects.requireNonNull(remembered.get(name), name);
    }

    @Override
    public void close() {
      weights.close();
      remembered.values().forEach(TensorList::close);
    }
  }

  /**
   * An optimizer of the trained parameters among the state.
   *
   * @param bufferNames PyTorch's names of what it remembers of each parameter
   */
  Updater(Kernels kernels, Recipe recipe, List<StateEntry> state, List<String> bufferNames) {
    this.kernels = kernels;
    this.clipNorm = recipe.clipNorm();
    this.trained = state.stream().filter(StateEntry::trained).toList();
    this.firstLayer = Part.firstLayer(recipe, trained);
    List<NDArray> arrays = trained.stream().map(entry -> entry.parameter().getArray()).toList();
    this.weights = TensorList.of(arrays);
    this.laterWeights = TensorList.of(arrays.subList(firstLayer, arrays.size()));
    bufferNames.forEach(name -> buffers.put(name, arrays.stream().map(Updater::zeros).toList()));
    Part.of(recipe, trained).forEach(part -> groups.add(new Group(part, arrays, buffers)));
  }

  /** The optimizer a recipe names, for the trained parameters among the state. */
  public static Updater of(Recipe recipe, List<StateEntry> state, Kernels kernels) {
    return switch (recipe.optimizer()) {
      case SGD -> new SgdUpdater(kernels, recipe, state);
      case ADAM -> new AdamUpdater(kernels, recipe, state, false);
      case ADAMW -> new AdamUpdater(kernels, recipe, state, true);
      case MUON -> new MuonUpdater(kernels, recipe, state);
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

  /** Those that a step at these rates needs: without the first layer's once that is left alone. */
  public final Gradients gradients(NDArray loss, Rates rates) {
    return kernels.gradients(loss, skipped(rates) == 0 ? weights : laterWeights);
  }

  /** How many gradients, from the first on, a step at these rates does without. */
  private int skipped(Rates rates) {
    // why: of a network with a single layer torch must be asked for something
    return rates.firstLayer() == 0 && firstLayer < trained.size() ? firstLayer : 0;
  }

  /** Adds the gradients of a part of the step's images to those of the parts before. */
  public final void addUp(Gradients sums, Gradients more) {
    kernels.addUp(sums, more);
  }

  /** The same at one rate for the first layer, too. */
  public final void step(Gradients gradients, double learningRate) {
    step(gradients, new Rates(learningRate, learningRate));
  }

  /**
   * Updates the trained parameters, after clipping the gradients where the recipe says so.
   *
   * @param gradients as they were asked for with the same rates
   */
  public final void step(Gradients gradients, Rates rates) {
    steps++;
    if (trained.isEmpty()) {
      return;
    }
    if (clipNorm > 0) {
      kernels.clip(gradients, clipNorm);
    }
    for (Group group : groups) {
      double rate = group.part.firstLayer() ? rates.firstLayer() : rates.learningRate();
      if (group.part.firstLayer() && rate == 0) {
        continue;
      }
      if (groups.size() == 1) {
        update(kernels, group, gradients, rate * group.part.factor(), steps);
        continue;
      }
      int skipped = skipped(rates);
      long[] places = group.part.places().stream().mapToLong(place -> place - skipped).toArray();
      try (Gradients own = kernels.chosen(gradients, places)) {
        update(kernels, group, own, rate * group.part.factor(), steps);
      }
    }
  }

  /** Updates the weights of a group and what is remembered of them; steps count from 1. */
  abstract void update(
      Kernels functions, Group group, Gradients gradients, double learningRate, long step);

  /** The buffers as {@code optimizer.BUFFER.PARAMETER}, sorted by that name. */
  public final Map<String, NDArray> buffers() {
    Map<String, NDArray> all = new TreeMap<>();
    buffers.forEach(
        (name, arrays) -> {
          for (int i = 0; i < arrays.size(); i++) {
            all.put(PREFIX + name + "." + trained.get(i).name(), arrays.get(i));
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
  public final void close() {
    weights.close();
    laterWeights.close();
    groups.forEach(Group::close);
  }
}
