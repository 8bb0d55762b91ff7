package podium.workers.training.optimizer;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import podium.protocol.experiment.Average;
import podium.protocol.experiment.Recipe;
import podium.workers.training.model.StateEntry;
import podium.workers.training.script.Kernels;
import podium.workers.training.script.TensorList;

/**
 * An average of a network's weights over the steps of a training. As {@code ema} it is one of
 * weights and statistics, as torch's {@code AveragedModel} with {@code use_buffers}, and the first
 * weights are no part of it. As {@code lookahead} it is the slow weights of Zhang and others 2019.
 * For one thread.
 */
public final class WeightAverage implements AutoCloseable {
  /** What the names of its tensors begin with. */
  public static final String PREFIX = "average.";

  private final Kernels kernels;
  private final Recipe recipe;
  private final Map<String, NDArray> tensors = new TreeMap<>();
  private final TensorList live;
  private final TensorList averages;

  private WeightAverage(Kernels kernels, Recipe recipe, List<StateEntry> entries) {
    this.kernels = kernels;
    this.recipe = recipe;
    List<NDArray> arrays = entries.stream().map(entry -> entry.parameter().getArray()).toList();
    List<NDArray> copies = arrays.stream().map(NDArray::duplicate).toList();
    for (int i = 0; i < copies.size(); i++) {
      tensors.put(PREFIX + entries.get(i).name(), copies.get(i));
    }
    this.live = TensorList.of(arrays);
    this.averages = TensorList.of(copies);
  }

  /** The average a recipe names, if it names one. */
  public static Optional<WeightAverage> of(Recipe recipe, List<StateEntry> state, Kernels kernels) {
    return switch (recipe.average()) {
      case NONE -> Optional.empty();
      case EMA ->
          Optional.of(
              new WeightAverage(
                  kernels,
                  recipe,
                  state.stream()
                      .filter(entry -> entry.parameter().getArray().getDataType().isFloating())
                      .toList()));
      case LOOKAHEAD ->
          Optional.of(
              new WeightAverage(
                  kernels, recipe, state.stream().filter(StateEntry::trained).toList()));
    };
  }

  /** To be told before each step; the slow weights begin where the training does. */
  public void beforeStep(long stepsTaken) {
    if (stepsTaken == 0) {
      kernels.copy(averages, live);
    }
  }

  /** To be told after each step. */
  public void afterStep(long stepsTaken) {
    boolean due = stepsTaken % recipe.averageEvery() == 0;
    if (recipe.average() == Average.LOOKAHEAD) {
      if (due) {
        kernels.approach(averages, live, 1 - recipe.averageDecay());
        kernels.copy(live, averages);
      }
    } else if (stepsTaken <= recipe.averageEvery()) {
      // why: until there is something to average, the weights stand for it
      kernels.copy(averages, live);
    } else if (due) {
      kernels.approach(averages, live, 1 - recipe.averageDecay());
    }
  }

  /** What is computed while the network has the average in place of its weights. */
  public <T> T inPlace(Supplier<T> computation) {
    kernels.exchange(live, averages);
    try {
      return computation.get();
    } finally {
      kernels.exchange(live, averages);
    }
  }

  /** The averages, as {@code average.PARAMETER}. */
  public Map<String, NDArray> tensors() {
    return tensors;
  }

  @Override
  public void close() {
    live.close();
    averages.close();
  }
}
