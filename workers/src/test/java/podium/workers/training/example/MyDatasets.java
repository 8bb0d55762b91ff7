package podium.workers.training.example;

import java.util.List;
import java.util.SplittableRandom;
import podium.workers.training.data.Dataset;
import podium.workers.training.data.DatasetDefinition;
import podium.workers.training.data.DatasetProvider;
import podium.workers.training.data.ImageSet;

/** A data set of one's own: dark and bright noise. */
public final class MyDatasets implements DatasetProvider {
  private static final int SIZE = 16;

  @Override
  public List<DatasetDefinition> datasets() {
    return List.of(new DatasetDefinition("dark-or-bright", surroundings -> load()));
  }

  private static Dataset load() {
    return new Dataset(
        images(200, 1), images(50, 2), List.of("dark", "bright"), Dataset.HALF, Dataset.HALF);
  }

  private static ImageSet images(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int imageBytes = SIZE * SIZE * ImageSet.CHANNELS;
    byte[] pixels = new byte[count * imageBytes]; // N,H,W,C
    int[] labels = new int[count];
    for (int i = 0; i < pixels.length; i++) {
      labels[i / imageBytes] = (i / imageBytes) % 2;
      pixels[i] = (byte) (random.nextInt(128) + 128 * labels[i / imageBytes]);
    }
    return new ImageSet(SIZE, pixels, labels);
  }
}
