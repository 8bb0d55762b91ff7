package podium.workers.training.data;

import java.nio.file.Path;

/**
 * A data set people can name in an experiment; immutable.
 *
 * @param name the name used in experiments, such as {@code digits}
 * @param loader decodes it
 */
public record DatasetDefinition(String name, Loader loader) {

  /** Decodes a data set. */
  public interface Loader {
    /**
     * Decodes the whole set; called once for as long as a trainer stays on it.
     *
     * @throws DatasetException telling what is wrong and what to do
     */
    Dataset load(Surroundings surroundings);

    /**
     * Looks at what lies there now, before each trial, and so quickly.
     *
     * @throws DatasetException telling what is wrong and what to do
     */
    default Look look(Surroundings surroundings) {
      return Look.FIXED;
    }
  }

  /**
   * What lies there.
   *
   * @param fingerprint differs when names, sizes or content were changed; empty for a set that does
   *     not change while a trainer lives
   * @param ownSize height and width in pixels that the images have where nobody says otherwise; 0
   *     for a set that has one size only, which is known once it is loaded
   */
  public record Look(String fingerprint, int ownSize) {
    /** Of a set that does not change and has one size. */
    public static final Look FIXED = new Look("", 0);
  }

  /** Told what a loader is doing, from the thread that called it; may throw to end it. */
  @FunctionalInterface
  public interface Progress {
    /**
     * How far it is.
     *
     * @param what in a few words, such as decoding
     * @param done how many images, of {@code all}
     * @param all 0 when not known, or when it is not about images
     */
    void doing(String what, long done, long all);

    /** What begins. */
    default void doing(String what) {
      doing(what, 0, 0);
    }
  }

  /**
   * What a loader may use.
   *
   * @param cache a folder for downloads and decoded bytes; made when missing
   * @param imageSize height and width in pixels at which images are wanted; 0 means their own. Sets
   *     of one size need not heed it
   * @param progress is told what the loader is doing
   */
  public record Surroundings(Path cache, int imageSize, Progress progress) {
    /** The same with another size. */
    public Surroundings at(int wantedSize) {
      return new Surroundings(cache, wantedSize, progress);
    }
  }
}
