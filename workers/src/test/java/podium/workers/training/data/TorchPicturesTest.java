package podium.workers.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import podium.protocol.experiment.PaddingMode;
import podium.workers.training.torch.Torch;

/** Normalisation, resizing, crops and mirroring against torchvision and interpolate of PyTorch. */
final class TorchPicturesTest {
  private static final int DRAWS = 3_600;

  /** The script's picture. */
  private static ImageSet picture(int size) {
    byte[] pixels = new byte[size * size * ImageSet.CHANNELS];
    for (int i = 0; i < pixels.length; i++) {
      int channel = i % 3;
      int x = i / 3 % size;
      int y = i / 3 / size;
      pixels[i] = (byte) (7 * y * y + 31 * x + 101 * channel + 5 * x * y);
    }
    return new ImageSet(size, pixels, new int[] {0});
  }

  @Test
  void normalisation_byGivenMeanAndStd_equalsTorchvisions() throws IOException {
    assertThat(seen(5)).containsExactly(numbers("normalised"), within(1e-5));
  }

  @Test
  void imageSize_smallerAndLarger_equalsTorchsBilinearWithAntialias() throws IOException {
    JsonNode resized = Torch.golden("pictures").get("resized");
    assertThat(seen(3)).containsExactly(Torch.numbers(resized.get("3")), within(1e-5));
    assertThat(seen(8)).containsExactly(Torch.numbers(resized.get("8")), within(1e-5));
  }

  private static double[] seen(int imageSize) throws IOException {
    List<Double> mean = DoubleStream.of(numbers("mean")).boxed().toList();
    List<Double> std = DoubleStream.of(numbers("std")).boxed().toList();
    Batches.Format format = new Batches.Format(imageSize, mean, std, DataType.FLOAT32);
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      return new Batches(format)
          .evaluation(manager, picture(5), EpochPlan.inOrder(1, 1), 0)
          .images()
          .toType(DataType.FLOAT64, true)
          .toDoubleArray();
    }
  }

  private static double[] numbers(String name) throws IOException {
    return Torch.numbers(Torch.golden("pictures").get(name));
  }

  @ParameterizedTest
  @CsvSource({"ZEROS, augmented", "REFLECT, reflected"})
  void augmentation_cropAndFlip_drawsEachOfTorchvisionsOutcomesAboutAsOften(
      PaddingMode padding, String golden) throws IOException {
    List<List<Integer>> outcomes =
        StreamSupport.stream(Torch.golden("pictures").get(golden).spliterator(), false)
            .map(each -> DoubleStream.of(Torch.numbers(each)).mapToObj(v -> (int) v).toList())
            .toList();

    Map<List<Integer>, Long> drawn =
        IntStream.range(0, DRAWS)
            .mapToObj(step -> augmented(padding, step))
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));

    assertThat(outcomes).hasSize(18).doesNotHaveDuplicates();
    assertThat(drawn.keySet()).containsExactlyInAnyOrderElementsOf(outcomes);
    assertThat(drawn.values()).allSatisfy(times -> assertThat(times).isBetween(140L, 260L));
  }

  private static List<Integer> augmented(PaddingMode padding, int step) {
    ImageSet set = picture(4);
    ByteBuffer batch = ByteBuffer.allocate(set.imageBytes());
    new Augmentation(1, padding, Augmentation.Flip.RANDOM)
        .view(0, 1, 1, EpochPlan.augmentation(1, 1, step))
        .copy(set, 0, new byte[set.imageBytes()], batch);
    return IntStream.range(0, batch.capacity()).map(i -> batch.get(i) & 0xff).boxed().toList();
  }

  @Test
  void view_fartherOutsideThanTheImageIsWide_isReflectedAgainAsNumpyDoesIt() throws IOException {
    ImageSet set = picture(4);
    ByteBuffer batch = ByteBuffer.allocate(set.imageBytes());
    new View(-9, 6, false, PaddingMode.REFLECT).copy(set, 0, new byte[set.imageBytes()], batch);
    assertThat(IntStream.range(0, batch.capacity()).mapToDouble(i -> batch.get(i) & 0xff).toArray())
        .containsExactly(numbers("far"));
  }
}
