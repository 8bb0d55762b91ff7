package podium.protocol.experiment;

import podium.protocol.AddedLater;
import podium.protocol.Text;

/**
 * Bounds of a trial, and of its experiment.
 *
 * @param trainImages training images used, a seeded choice; 0 means all
 * @param wallSeconds seconds an attempt may train before it ends as TIMEOUT; 0 means no bound
 * @param epochSeconds seconds an epoch may take before its attempt ends as TIMEOUT; 0 means no
 *     bound
 * @param slots that the experiment's trials may have together; 0 means no bound
 */
public record Limits(
    int trainImages, long wallSeconds, @AddedLater long epochSeconds, @AddedLater int slots) {
  /** No bounds. */
  public static final Limits NONE = new Limits(0, 0, 0);

  /** Without a bound on slots. */
  public Limits(int trainImages, long wallSeconds, long epochSeconds) {
    this(trainImages, wallSeconds, epochSeconds, 0);
  }

  public Limits {
    if (trainImages < 0 || wallSeconds < 0 || epochSeconds < 0 || slots < 0) {
      throw new IllegalArgumentException(
          Text.of(
              "limits are %d images, %d s, %d s an epoch and %d slots; allowed: 0 or more",
              trainImages, wallSeconds, epochSeconds, slots));
    }
  }

  /** The same bounds with those of time in the place of its own. */
  public Limits timedAs(Limits other) {
    return new Limits(trainImages, other.wallSeconds, other.epochSeconds, slots);
  }

  /** The same bounds with so many training images. */
  public static Limits ofImages(int trainImages) {
    return new Limits(trainImages, 0, 0);
  }
}
