package podium.protocol.experiment;

/**
 * Bounds of a trial.
 *
 * @param trainImages training images used, a seeded choice; 0 means all
 * @param wallSeconds seconds an attempt may train before it ends as TIMEOUT; 0 means no bound
 */
public record Limits(int trainImages, long wallSeconds) {
  /** No bounds. */
  public static final Limits NONE = new Limits(0, 0);

  public Limits {
    if (trainImages < 0 || wallSeconds < 0) {
      throw new IllegalArgumentException(
          "limits are %d images and %d s; allowed: 0 or more".formatted(trainImages, wallSeconds));
    }
  }
}
