package podium.workers.training.data;

import java.util.ArrayList;
import java.util.List;

/**
 * Mean and standard deviation of each channel over all pixels of a set, of values in 0..1, as a
 * recipe's {@code mean} and {@code std} have them; immutable.
 */
public record ChannelStatistics(List<Double> mean, List<Double> std) {
  private static final double WHITE = 255;

  public ChannelStatistics {
    mean = List.copyOf(mean);
    std = List.copyOf(std);
  }

  /** Those of a set. */
  public static ChannelStatistics of(ImageSet set) {
    long[] sums = new long[ImageSet.CHANNELS];
    long[] squares = new long[ImageSet.CHANNELS];
    byte[] image = new byte[set.imageBytes()];
    for (int i = 0; i < set.count(); i++) {
      set.read(i, image);
      for (int at = 0; at < image.length; at++) {
        int value = image[at] & 0xFF;
        sums[at % ImageSet.CHANNELS] += value;
        squares[at % ImageSet.CHANNELS] += (long) value * value;
      }
    }
    double pixels = (double) set.count() * set.size() * set.size();
    List<Double> mean = new ArrayList<>();
    List<Double> std = new ArrayList<>();
    for (int channel = 0; channel < ImageSet.CHANNELS; channel++) {
      double average = sums[channel] / pixels;
      mean.add(average / WHITE);
      std.add(Math.sqrt(Math.max(0, squares[channel] / pixels - average * average)) / WHITE);
    }
    return new ChannelStatistics(mean, std);
  }
}
