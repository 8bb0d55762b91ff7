package podium.workers.training.optimizer;

import java.util.List;
import podium.protocol.experiment.Recipe;
import podium.workers.training.model.StateEntry;
import podium.workers.training.script.Gradients;
import podium.workers.training.script.Kernels;
import podium.workers.training.script.TensorList;

/** torch.optim.SGD with momentum, Nesterov's look-ahead and weight decay, dampening 0. */
final class SgdUpdater extends Updater {
  private final Recipe recipe;
  private final TensorList momenta;

  SgdUpdater(Kernels kernels, Recipe recipe, List<StateEntry> state) {
    super(kernels, recipe, state, recipe.momentum() == 0 ? List.of() : List.of("momentum_buffer"));
    this.recipe = recipe;
    this.momenta = remembered("momentum_buffer");
  }

  @Override
  void update(
      Kernels functions, TensorList all, Gradients gradients, double learningRate, long step) {
    functions.sgd(
        all,
        gradients,
        momenta,
        learningRate,
        recipe.momentum(),
        recipe.weightDecay(),
        recipe.nesterov());
  }

  @Override
  public void close() {
    super.close();
    momenta.close();
  }
}
