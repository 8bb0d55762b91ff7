package podium.workers.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import podium.protocol.report.Score;
import podium.workers.training.script.Gradients;
import podium.workers.training.script.Kernels;
import podium.workers.training.script.Recording;
import podium.workers.training.script.TensorList;
import podium.workers.training.torch.Torch;

final class TallyTest {
  @Test
  void crossEntropy_withAndWithoutSmoothing_equalsTorchsAndItsGradient() throws IOException {
    for (JsonNode golden : Torch.golden("losses")) {
      try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
        NDArray logits = Torch.formula(manager, new Shape(6, 5), 1.1, 0.4).mul(3);
        logits.setRequiresGradient(true);
        NDArray labels = manager.create(new long[] {0, 3, 4, 1, 1, 2});
        CrossEntropy crossEntropy = new CrossEntropy(golden.get("labelSmoothing").asDouble());
        NDArray loss = Recording.of(() -> crossEntropy.of(logits, labels));

        assertThat(loss.getDouble()).isCloseTo(golden.get("loss").asDouble(), within(1e-12));
        try (TensorList roots = TensorList.of(List.of(logits));
            Gradients gradients = Kernels.load(manager).gradients(loss, roots)) {
          assertThat(gradients.arrays(manager).getFirst().toDoubleArray())
              .containsExactly(Torch.numbers(golden.get("gradient")), within(1e-12));
        }
      }
    }
  }

  @Test
  void score_ofBatchesOfTwoSizes_countsEachImageOnce() {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      Tally tally = new Tally(manager);
      add(tally, manager, 1, 1, 1, 0);
      add(tally, manager, 4, 0);

      assertThat(tally.score()).isEqualTo(new Score((3 * 1 + 1 * 4) / 4.0, 2, 4));
      assertThat(tally.isFinite()).isTrue();
      assertThat(tally.finiteBatches()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void finiteBatches_afterABadLoss_stayAtThoseBeforeIt(float bad) {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      Tally tally = new Tally(manager);
      for (float loss : new float[] {1, 2, Float.MAX_VALUE, Float.MAX_VALUE, bad, 1, -bad, 2}) {
        add(tally, manager, loss, 1);
      }

      assertThat(tally.isFinite()).isFalse();
      assertThat(tally.finiteBatches()).isEqualTo(4);
    }
  }

  /** A batch of that mean loss; 1 stands for a right answer, 0 for a wrong one. */
  private static void add(Tally tally, NDManager manager, float loss, long... answers) {
    NDArray logits = manager.zeros(new Shape(answers.length, 2));
    logits.set(new ai.djl.ndarray.index.NDIndex(":, 1"), 1);
    tally.add(manager.create(loss), logits, manager.create(answers));
  }
}
