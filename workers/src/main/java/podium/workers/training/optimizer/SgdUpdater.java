package podium.workers.training.optimizer;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Optional;
import podium.protocol.experiment.Recipe;
import podium.workers.training.model.StateEntry;

/** torch.optim.SGD with momentum, Nesterov's look-ahead and weight decay, dampening 0. */
final class SgdUpdater extends Updater {

  private record Step(NDArray rate, NDArray momentum, NDArray decay) {}

  private final Recipe recipe;
  private Optional<Step> step = Optional.empty();

  SgdUpdater(Recipe recipe, List<StateEntry> state) {
    super(state, recipe.momentum() == 0 ? List.of() : List.of("momentum_buffer"));
    this.recipe = recipe;
  }

  @Override
  void prepare(Numbers numbers, double learningRate, long count) {
    step =
        Optional.of(
            new Step(
                numbers.of(learningRate),
                numbers.of(recipe.momentum()),
                numbers.of(recipe.weightDecay())));
  }

  @Override
  void update(NDArray weights, NDArray gradient, List<NDArray> buffers) {
    Step now = step.orElseThrow();
    if (recipe.weightDecay() == 0) {
      descend(weights, gradient, buffers, now);
      return;
    }
    try (NDArray decayed = weights.mul(now.decay())) {
      descend(weights, decayed.addi(gradient), buffers, now);
    }
  }

  private void descend(NDArray weights, NDArray gradient, List<NDArray> buffers, Step now) {
    if (buffers.isEmpty()) {
      subtract(weights, gradient, now);
      return;
    }
    NDArray buffer = buffers.getFirst();
    buffer.muli(now.momentum()).addi(gradient);
    if (!recipe.nesterov()) {
      subtract(weights, buffer, now);
      return;
    }
    try (NDArray ahead = buffer.mul(now.momentum())) {
      subtract(weights, ahead.addi(gradient), now);
    }
  }

  private static void subtract(NDArray weights, NDArray direction, Step now) {
    try (NDArray change = direction.mul(now.rate())) {
      weights.subi(change);
    }
  }
}
