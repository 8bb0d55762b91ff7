package podium.protocol.experiment;

import podium.protocol.AddedLater;
import podium.protocol.Text;

/**
 * Bounds of a trial.
 *
 * @param trainImages training images used, a seeded choice; 0 means all
 * @param wallSeconds seconds an attempt may train before it ends as TIMEOUT; 0 means no bound
 * @param epochSeconds seconds an epoch may take before its attempt ends as TIMEOUT; 0 means no
 *     bound
 */
public record Limits(int trainImages, long wallSeconds, @AddedLater long epochSeconds) {
  /** No bounds. */
  public static final Limits NONE = new Limits(0, 0, 0);

  public Limits {
    if (trainImages < 0 || wallSeconds < 0 || epochSeconds < 0) {
      throw new IllegalArgumentException(
          Text.of(
              "limits are %d images, %d s and %d s an epoch; allowed: 0 or more",
              trainImages, wallSeconds, epochSeconds));
    }
  }

  /** The same bounds with so many training images. */
  public static Limits ofImages(int trainImages) {
    return new Limits(trainImages, 0, 0);
  }
}
