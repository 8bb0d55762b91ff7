package podium.workers.training.optimizer;

import java.util.List;
import podium.protocol.experiment.Recipe;
import podium.workers.training.model.StateEntry;
import podium.workers.training.script.Gradients;
import podium.workers.training.script.Kernels;
import podium.workers.training.script.TensorList;

/**
 * torch.optim.Adam (Kingma and Ba 2015) and AdamW (Loshchilov and Hutter 2019), betas 0.9 and
 * 0.999, epsilon 1e-8.
 */
final class AdamUpdater extends Updater {
  private final double weightDecay;
  private final boolean decoupled;
  private final TensorList averages;
  private final TensorList squares;

  AdamUpdater(Kernels kernels, Recipe recipe, List<StateEntry> state, boolean decoupled) {
    super(kernels, recipe, state, List.of("exp_avg", "exp_avg_sq"));
    this.weightDecay = recipe.weightDecay();
    this.decoupled = decoupled;
    this.averages = remembered("exp_avg");
    this.squares = remembered("exp_avg_sq");
  }

  @Override
  void update(
      Kernels functions, TensorList all, Gradients gradients, double learningRate, long step) {
    functions.adam(all, gradients, averages, squares, step, learningRate, weightDecay, decoupled);
  }

  @Override
  public void close() {
    super.close();
    averages.close();
    squares.close();
  }
}
