package podium.workers.training.data.format;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPInputStream;
import podium.workers.training.data.Dataset;
import podium.workers.training.data.DatasetDefinition;
import podium.workers.training.data.DatasetException;
import podium.workers.training.data.ImageSet;
import podium.workers.training.data.ImageSetBuilder;

/**
 * 1,797 handwritten digits (Alpaydin and Kaynak 1998, UCI, CC BY 4.0), 8x8 enlarged to 32x32.
 *
 * <p>Values 0..16 become 0..255; enlarging is bilinear between pixel centres, clamped at the
 * border. Every fifth image, from the first on, is a test image: 360 of them, 1,437 for training.
 */
public final class Digits implements DatasetDefinition.Loader {
  private static final int COUNT = 1797;
  private static final int SIDE = 8;
  private static final int SCALE = 4;
  private static final int SIZE = SIDE * SCALE;
  private static final int TEST_EVERY = 5;

  @Override
  public Dataset load(DatasetDefinition.Surroundings surroundings) {
    int tests = Math.ceilDiv(COUNT, TEST_EVERY);
    ImageSetBuilder train = new ImageSetBuilder(SIZE, COUNT - tests);
    ImageSetBuilder test = new ImageSetBuilder(SIZE, tests);
    List<String> lines = lines();
    for (int i = 0; i < lines.size(); i++) {
      String[] fields = lines.get(i).split(",");
      (i % TEST_EVERY == 0 ? test : train)
          .add(enlarged(fields), (int) Double.parseDouble(fields[SIDE * SIDE]));
    }
    return new Dataset(
        train.build(),
        test.build(),
        List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"),
        Dataset.HALF,
        Dataset.HALF);
  }

  private static List<String> lines() {
    try (InputStream resource = Digits.class.getResourceAsStream("digits.csv.gz")) {
      if (resource == null) {
        throw new DatasetException(
            "digits.csv.gz is missing from Podium's own jar; build it anew.");
      }
      try (BufferedReader reader =
          new BufferedReader(
              new InputStreamReader(new GZIPInputStream(resource), StandardCharsets.US_ASCII))) {
        return reader.lines().toList();
      }
    } catch (IOException e) {
      throw new DatasetException("digits.csv.gz in Podium's own jar cannot be read.", e);
    }
  }

  private static byte[] enlarged(String[] fields) {
    double[] small = new double[SIDE * SIDE];
    for (int i = 0; i < small.length; i++) {
      small[i] = Double.parseDouble(fields[i]) * 255 / 16;
    }
    byte[] image = new byte[SIZE * SIZE * ImageSet.CHANNELS];
    for (int y = 0, at = 0; y < SIZE; y++) {
      for (int x = 0; x < SIZE; x++) {
        byte value = (byte) Math.round(between(small, source(y), source(x)));
        for (int channel = 0; channel < ImageSet.CHANNELS; channel++) {
          image[at++] = value;
        }
      }
    }
    return image;
  }

  private static double source(int position) {
    return Math.clamp((position + 0.5) / SCALE - 0.5, 0, SIDE - 1);
  }

  private static double between(double[] small, double y, double x) {
    int top = (int) y;
    int left = (int) x;
    int bottom = Math.min(top + 1, SIDE - 1);
    int right = Math.min(left + 1, SIDE - 1);
    double upper = mix(small[top * SIDE + left], small[top * SIDE + right], x - left);
    double lower = mix(small[bottom * SIDE + left], small[bottom * SIDE + right], x - left);
    return mix(upper, lower, y - top);
  }

  private static double mix(double first, double second, double share) {
    return first + (second - first) * share;
  }
}
