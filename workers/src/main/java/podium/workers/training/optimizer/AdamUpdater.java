package podium.workers.training.optimizer;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Optional;
import podium.protocol.experiment.Recipe;
import podium.workers.training.model.StateEntry;

/**
 * torch.optim.Adam (Kingma and Ba 2015) and AdamW (Loshchilov and Hutter 2019), betas 0.9 and
 * 0.999, epsilon 1e-8.
 */
final class AdamUpdater extends Updater {
  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.999;
  private static final double EPSILON = 1e-8;

  /** The numbers of one step; correction2 is the root of the second bias correction. */
  private record Step(
      NDArray fresh1,
      NDArray beta2,
      NDArray fresh2,
      NDArray correction2,
      NDArray epsilon,
      NDArray size,
      NDArray decay,
      NDArray kept) {}

  private final double weightDecay;
  private final boolean decoupled;
  private Optional<Step> step = Optional.empty();

  AdamUpdater(Recipe recipe, List<StateEntry> state, boolean decoupled) {
    super(state, List.of("exp_avg", "exp_avg_sq"));
    this.weightDecay = recipe.weightDecay();
    this.decoupled = decoupled;
  }

  @Override
  void prepare(Numbers numbers, double learningRate, long count) {
    step =
        Optional.of(
            new Step(
                numbers.of(1 - BETA1),
                numbers.of(BETA2),
                numbers.of(1 - BETA2),
                numbers.of(Math.sqrt(1 - Math.pow(BETA2, (double) count))),
                numbers.of(EPSILON),
                numbers.of(learningRate / (1 - Math.pow(BETA1, (double) count))),
                numbers.of(weightDecay),
                numbers.of(1 - learningRate * weightDecay)));
  }

  @Override
  void update(NDArray weights, NDArray gradient, List<NDArray> buffers) {
    Step now = step.orElseThrow();
    if (weightDecay == 0) {
      descend(weights, gradient, buffers, now);
    } else if (decoupled) {
      descend(weights.muli(now.kept()), gradient, buffers, now);
    } else {
      try (NDArray decayed = weights.mul(now.decay())) {
        descend(weights, decayed.addi(gradient), buffers, now);
      }
    }
  }

  private static void descend(NDArray weights, NDArray gradient, List<NDArray> buffers, Step now) {
    NDArray average = buffers.get(0);
    NDArray squares = buffers.get(1);
    try (NDArray news = gradient.sub(average)) {
      average.addi(news.muli(now.fresh1()));
    }
    try (NDArray square = gradient.mul(gradient)) {
      squares.muli(now.beta2()).addi(square.muli(now.fresh2()));
    }
    try (NDArray root = squares.sqrt();
        NDArray change = average.div(root.divi(now.correction2()).addi(now.epsilon()))) {
      weights.subi(change.muli(now.size()));
    }
  }
}
