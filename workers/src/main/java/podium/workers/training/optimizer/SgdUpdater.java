package podium.workers.training.optimizer;

import java.util.List;
import podium.protocol.experiment.Recipe;
import podium.workers.training.model.StateEntry;
import podium.workers.training.script.Gradients;
import podium.workers.training.script.Kernels;
import podium.workers.training.script.TensorList;

/** torch.optim.SGD with momentum, Nesterov's look-ahead and weight decay, dampening 0. */
final class SgdUpdater extends Updater {
  private static final String MOMENTUM = "momentum_buffer";

  private final Recipe recipe;

  SgdUpdater(Kernels kernels, Recipe recipe, List<StateEntry> state) {
    super(kernels, recipe, state, recipe.momentum() == 0 ? List.of() : List.of(MOMENTUM));
    this.recipe = recipe;
  }

  @Override
  void update(Kernels functions, Group group, Gradients gradients, double learningRate, long step) {
    step(functions, group, gradients, learningRate, recipe, recipe.momentum());
  }

  /** A step with that momentum, which is remembered unless it is 0. */
  static void step(
      Kernels functions,
      Group group,
      Gradients gradients,
      double learningRate,
      Recipe recipe,
      double momentum) {
    double decay = group.part().weightDecay(recipe);
    boolean ahead = recipe.nesterov();
    if (momentum == 0) {
      try (TensorList none = TensorList.of(List.of())) {
        functions.sgd(group.weights(), gradients, none, learningRate, momentum, decay, ahead);
      }
    } else {
      TensorList momenta = group.remembered(MOMENTUM);
      functions.sgd(group.weights(), gradients, momenta, learningRate, momentum, decay, ahead);
    }
  }
}
