package podium.workers.training.data;

import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * A data set people can name in an experiment; immutable.
 *
 * @param name the name used in experiments, such as {@code digits}
 * @param loader decodes it
 */
public record DatasetDefinition(String name, Loader loader) {

  /** Decodes a data set; called once for as long as a trainer stays on it. */
  public interface Loader {
    /**
     * Decodes the whole set.
     *
     * @throws DatasetException telling what is wrong and what to do
     */
    Dataset load(Surroundings surroundings);
  }

  /**
   * What a loader may use.
   *
   * @param cache a folder for downloads and decoded bytes; made when missing
   * @param progress is told in a few words what the loader is doing
   */
  public record Surroundings(Path cache, Consumer<String> progress) {}
}
