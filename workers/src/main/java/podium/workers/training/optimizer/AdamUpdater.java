package podium.workers.training.optimizer;

import java.util.List;
import podium.protocol.experiment.Recipe;
import podium.workers.training.model.StateEntry;
import podium.workers.training.script.Gradients;
import podium.workers.training.script.Kernels;

/**
 * torch.optim.Adam (Kingma and Ba 2015) and AdamW (Loshchilov and Hutter 2019), betas 0.9 and
 * 0.999, epsilon 1e-8.
 */
final class AdamUpdater extends Updater {
  private final Recipe recipe;
  private final boolean decoupled;

  AdamUpdater(Kernels kernels, Recipe recipe, List<StateEntry> state, boolean decoupled) {
    super(kernels, recipe, state, List.of("exp_avg", "exp_avg_sq"));
    this.recipe = recipe;
    this.decoupled = decoupled;
  }

  @Override
  void update(Kernels functions, Group group, Gradients gradients, double learningRate, long step) {
    functions.adam(
        group.weights(),
        gradients,
        group.remembered("exp_avg"),
        group.remembered("exp_avg_sq"),
        step,
        learningRate,
        group.part().weightDecay(recipe),
        decoupled);
  }
}
