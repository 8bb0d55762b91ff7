package podium.workers.training.data;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import podium.protocol.report.DataFacts;
import podium.workers.training.hash.Sha256;

/**
 * A decoded data set: what is trained on and what is tested on; immutable.
 *
 * @param classes the names of the classes, in the order of their labels
 * @param mean per-channel mean of values in 0..1 by which images are normalised unless a recipe
 *     says otherwise
 * @param std likewise the standard deviation
 * @param facts what was read, and how
 */
public record Dataset(
    ImageSet train,
    ImageSet test,
    List<String> classes,
    List<Double> mean,
    List<Double> std,
    DataFacts facts) {
  /** 0.5 for each channel: maps 0..1 to -1..1. */
  public static final List<Double> HALF = List.of(0.5, 0.5, 0.5);

  public Dataset {
    classes = List.copyOf(classes);
    mean = List.copyOf(mean);
    std = List.copyOf(std);
    if (train.count() < 2 || test.count() < 1) {
      throw new DatasetException(
          "the data set has %d images to train on and %d to test on; it needs at least 2 and 1"
              .formatted(train.count(), test.count()));
    }
    if (train.size() != test.size()) {
      throw new DatasetException(
          "training images of %d pixels and test images of %d pixels must be of one size"
              .formatted(train.size(), test.size()));
    }
    int lowest = Math.min(train.lowestLabel(), test.lowestLabel());
    int highest = Math.max(train.labelBound(), test.labelBound()) - 1;
    if (lowest < 0 || highest >= classes.size()) {
      throw new DatasetException(
          "an image has the label %d, but the %d classes have the labels 0 to %d; mend the data set"
              .formatted(lowest < 0 ? lowest : highest, classes.size(), classes.size() - 1));
    }
  }

  /** A set whose fingerprint is that of its decoded images, labels and class names. */
  public Dataset(
      ImageSet train, ImageSet test, List<String> classes, List<Double> mean, List<Double> std) {
    this(
        train,
        test,
        classes,
        mean,
        std,
        new DataFacts(fingerprint(train, test, classes), List.of()));
  }

  private static String fingerprint(ImageSet train, ImageSet test, List<String> classes) {
    MessageDigest digest = Sha256.digest();
    digest.update(String.join("\n", classes).getBytes(StandardCharsets.UTF_8));
    for (ImageSet set : List.of(train, test)) {
      ByteBuffer labels = ByteBuffer.allocate(Integer.BYTES * (set.count() + 2));
      labels.putInt(set.count()).putInt(set.size());
      for (int i = 0; i < set.count(); i++) {
        labels.putInt(set.label(i));
      }
      digest.update(labels.flip());
      byte[] image = new byte[set.imageBytes()];
      for (int i = 0; i < set.count(); i++) {
        set.read(i, image);
        digest.update(image);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
