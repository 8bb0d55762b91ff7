package podium.workers.training;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.EngineException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

final class FailuresTest {
  private static String words(Throwable thrown) {
    return Failures.words(thrown, "my_net", 8);
  }

  @Test
  void words_ofWhatTorchRefuses_sayWhatToChange() {
    assertThat(
            words(new EngineException("mat1 and mat2 shapes cannot be multiplied (8x512 and 9x2)")))
        .startsWith("a linear layer of my_net gets another number of values")
        .contains("(8x512 and 9x2, as", "depend on imageSize");
    assertThat(
            words(
                new EngineException(
                    "Given input size: (512x1x1). Calculated output size: (512x0x0). Output size"
                        + " is too small")))
        .startsWith("the images are too small for my_net")
        .contains("Set a larger imageSize");
    assertThat(words(new EngineException("index 12 is out of bounds for dimension 1 with size 5")))
        .startsWith("an index, such as a label, is 12 and so beyond what my_net has room for (in");
    assertThat(
            words(
                new EngineException(
                    "The following operation failed in the TorchScript interpreter.\nTraceback:\n"
                        + "RuntimeError: no such thing\n")))
        .startsWith("torch refuses to train my_net: no such thing (in podium.workers.training.Fail")
        .endsWith("; the whole trace is in the trainer's log");
  }

  @Test
  void words_ofPodiumsOwnFaults_areNotRaw() {
    assertThat(words(new NoSuchElementException("No value present")))
        .startsWith("a fault within Podium: No value present (NoSuchElementException) (in podium.");
    assertThat(words(new NoClassDefFoundError("my/team/Table")))
        .startsWith("a class that my_net needs is missing or of another version: my/team/Table")
        .contains("PODIUM_CLASSPATH");
  }

  @Test
  void certain_isWhatFollowsFromModelDataAndRecipeAlone() {
    assertThat(Failures.isCertain(new EngineException("shape mismatch"))).isTrue();
    assertThat(Failures.isCertain(new IllegalStateException(new ClassCastException()))).isTrue();
    assertThat(Failures.isCertain(new NoClassDefFoundError("x"))).isTrue();

    assertThat(Failures.isCertain(new EngineException("CUDA error: device-side assert"))).isFalse();
    assertThat(Failures.isCertain(new EngineException("cuDNN error: NOT_SUPPORTED"))).isFalse();
    assertThat(Failures.isCertain(new EngineException("cannot allocate memory"))).isFalse();
    assertThat(Failures.isCertain(new UncheckedIOException(new IOException("stale")))).isFalse();
    assertThat(Failures.isCertain(new IllegalArgumentException(new IOException("gone")))).isFalse();
    assertThat(Failures.isCertain(new IllegalStateException("busy"))).isFalse();
  }
}
