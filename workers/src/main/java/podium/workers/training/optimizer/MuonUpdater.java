package podium.workers.training.optimizer;

import java.util.List;
import podium.protocol.experiment.Recipe;
import podium.workers.training.model.StateEntry;
import podium.workers.training.script.Gradients;
import podium.workers.training.script.Kernels;

/**
 * Muon (Jordan and others 2024) for kernels of convolutions and matrices of hidden layers; SGD for
 * biases, normalisation and the last linear layer.
 */
final class MuonUpdater extends Updater {
  private static final String MOMENTUM = "momentum_buffer";

  private final Recipe recipe;

  MuonUpdater(Kernels kernels, Recipe recipe, List<StateEntry> state) {
    super(kernels, recipe, state, List.of(MOMENTUM));
    this.recipe = recipe;
  }

  @Override
  void update(Kernels functions, Group group, Gradients gradients, double learningRate, long step) {
    switch (group.part().kind()) {
      case ORTHOGONAL ->
          functions.muon(
              group.weights(),
              gradients,
              group.remembered(MOMENTUM),
              learningRate,
              recipe.momentum(),
              recipe.nesterov());
      case PLAIN ->
          SgdUpdater.step(functions, group, gradients, learningRate, recipe, recipe.sgdMomentum());
    }
  }
}
