package podium.workers.training.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import podium.protocol.experiment.Recipe;
import podium.workers.training.model.StateEntry;
import podium.workers.training.script.Gradients;
import podium.workers.training.script.Kernels;
import podium.workers.training.script.Recording;
import podium.workers.training.torch.Torch;

/** With momentum 0 and a rate of 1 the weights, which begin at 0, move by minus the gradients. */
final class GradientClippingTest {
  private static final List<Shape> SHAPES = List.of(new Shape(3, 4), new Shape(5), new Shape(1));

  @Test
  void step_belowAndAboveTheNorm_movesByTorchsClippedGradients() throws IOException {
    for (JsonNode golden : Torch.golden("clipping")) {
      try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
        List<StateEntry> state = stepped(manager, golden.get("clipNorm").asDouble());
        for (int k = 0; k < state.size(); k++) {
          assertThat(state.get(k).parameter().getArray().neg().toDoubleArray())
              .containsExactly(Torch.numbers(golden.get("gradients").get(k)), within(1e-12));
        }
      }
    }
  }

  @Test
  void step_withoutClipping_movesByTheGradients() {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      List<StateEntry> state = stepped(manager, 0);
      for (int k = 0; k < state.size(); k++) {
        assertThat(state.get(k).parameter().getArray().neg().toDoubleArray())
            .containsExactly(factor(manager, k).toDoubleArray(), within(1e-12));
      }
    }
  }

  private static List<StateEntry> stepped(NDManager manager, double clipNorm) {
    List<StateEntry> state = new ArrayList<>();
    for (Shape shape : SHAPES) {
      NDArray zeros = manager.zeros(shape, DataType.FLOAT64);
      state.add(Torch.trained("t" + state.size(), zeros, DataType.FLOAT64));
    }
    Recipe recipe =
        Recipe.defaults().with("optimizer", "sgd").with("momentum", 0.0).with("clipNorm", clipNorm);
    try (Updater updater = Updater.of(recipe, state, Kernels.load(manager));
        Gradients gradients = updater.gradients(Recording.of(() -> loss(manager, state)))) {
      updater.step(gradients, 1);
    }
    return state;
  }

  private static NDArray loss(NDManager manager, List<StateEntry> state) {
    NDArray loss = manager.zeros(new Shape(), DataType.FLOAT64);
    for (int k = 0; k < SHAPES.size(); k++) {
      loss = loss.add(state.get(k).parameter().getArray().mul(factor(manager, k)).sum());
    }
    return loss;
  }

  private static NDArray factor(NDManager manager, int k) {
    return Torch.formula(manager, SHAPES.get(k), 0.9, k).mul(2);
  }
}
