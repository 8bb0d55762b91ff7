package podium.workers.training.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import podium.protocol.experiment.Recipe;
import podium.workers.training.model.StateEntry;
import podium.workers.training.torch.Torch;

final class GradientClippingTest {
  private static final List<Shape> SHAPES = List.of(new Shape(3, 4), new Shape(5), new Shape(1));

  @Test
  void clip_belowAndAboveTheNorm_equalsTorchs() throws IOException {
    for (JsonNode golden : Torch.golden("clipping")) {
      try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
        List<StateEntry> state = withGradients(manager);
        new GradientClipping(golden.get("clipNorm").asDouble(), state).clip();

        for (int k = 0; k < state.size(); k++) {
          assertThat(gradient(state.get(k)))
              .containsExactly(Torch.numbers(golden.get("gradients").get(k)), within(1e-12));
        }
      }
    }
  }

  @Test
  void clip_ofZero_leavesGradientsAsTheyAre() throws IOException {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      List<StateEntry> state = withGradients(manager);
      double[] before = gradient(state.getFirst());

      new GradientClipping(0, state).clip();

      assertThat(gradient(state.getFirst())).containsExactly(before);
    }
  }

  @Test
  void step_afterClipping_movesByTheClippedGradient() {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      List<StateEntry> state = withGradients(manager);
      Recipe recipe = Recipe.defaults().with("optimizer", "sgd").with("momentum", 0.0);
      Updater updater = Updater.of(recipe, state);

      new GradientClipping(0.5, state).clip();
      updater.step(manager, 1);

      double moved =
          state.stream()
              .mapToDouble(entry -> entry.parameter().getArray().norm().getDouble())
              .map(norm -> norm * norm)
              .sum();
      assertThat(Math.sqrt(moved)).isCloseTo(0.5, within(1e-6));
    }
  }

  private static List<StateEntry> withGradients(NDManager manager) {
    List<StateEntry> state = new ArrayList<>();
    for (Shape shape : SHAPES) {
      NDArray zeros = manager.zeros(shape, DataType.FLOAT64);
      state.add(Torch.trained("t" + state.size(), zeros, DataType.FLOAT64));
    }
    try (GradientCollector recorder = Engine.getInstance().newGradientCollector()) {
      NDArray loss = manager.zeros(new Shape(), DataType.FLOAT64);
      for (int k = 0; k < SHAPES.size(); k++) {
        NDArray factor = Torch.formula(manager, SHAPES.get(k), 0.9, k).mul(2);
        loss = loss.add(state.get(k).parameter().getArray().mul(factor).sum());
      }
      recorder.backward(loss);
    }
    return state;
  }

  private static double[] gradient(StateEntry entry) {
    return entry.parameter().getArray().getGradient().toDoubleArray();
  }
}
