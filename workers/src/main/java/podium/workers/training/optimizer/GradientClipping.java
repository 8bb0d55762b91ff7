package podium.workers.training.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import java.util.List;
import podium.workers.training.model.StateEntry;

/**
 * torch.nn.utils.clip_grad_norm_ (Pascanu and others 2013): scales all gradients by one factor so
 * that their norm together is at most a given one; immutable. To be used without gradient
 * recording.
 */
public final class GradientClipping {
  private static final double EPSILON = 1e-6;

  private final double largest;
  private final List<NDArray> trained;

  /**
   * Clipping for the trained parameters among the state.
   *
   * @param largest norm that is let through; 0 means any
   */
  public GradientClipping(double largest, List<StateEntry> state) {
    this.largest = largest;
    this.trained =
        largest == 0
            ? List.of()
            : state.stream()
                .filter(StateEntry::trained)
                .map(entry -> entry.parameter().getArray())
                .toList();
  }

  /** Scales the gradients in place; without waiting for the device. */
  public void clip() {
    if (trained.isEmpty()) {
      return;
    }
    try (NDList gradients = new NDList(trained.stream().map(NDArray::getGradient).toList());
        NDList norms = new NDList(gradients.stream().map(NDArray::norm).toList());
        NDArray all = NDArrays.stack(norms);
        NDArray norm = all.norm();
        NDArray factor = norm.addi(EPSILON).pow(-1).muli(largest);
        NDArray atMostOne = NDArrays.minimum(factor, 1)) {
      gradients.forEach(gradient -> gradient.muli(atMostOne));
    }
  }
}
