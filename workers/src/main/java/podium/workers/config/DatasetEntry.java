package podium.workers.config;

import com.typesafe.config.Config;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * A data set the worker offers, as registered under {@code podium.datasets}.
 *
 * @param name the name used in experiments
 * @param type {@code digits}, {@code cifar10}, {@code image-folder}, or {@code files}: whatever
 *     lies at the path
 * @param path where it lies; the cache, or the jar, when absent
 * @param imageSize side in pixels to which pictures are brought where a recipe says none; 0 means
 *     their own
 */
public record DatasetEntry(String name, String type, Optional<Path> path, int imageSize) {
  private static final Set<String> TYPES = Set.of("cifar10", "digits", "files", "image-folder");
  private static final int LARGEST_IMAGE = 1024;

  public DatasetEntry {
    String key = "podium.datasets." + name;
    if (!name.matches("[a-z0-9_-]+")) {
      throw new IllegalArgumentException(
          "%s: a data set's name is of a-z, 0-9, '_' and '-'".formatted(key));
    }
    if (!TYPES.contains(type)) {
      throw new IllegalArgumentException(
          "%s.type is '%s'; allowed: cifar10, digits, files, image-folder".formatted(key, type));
    }
    if (imageSize < 0 || imageSize > LARGEST_IMAGE) {
      throw new IllegalArgumentException(
          "%s.image-size is %d; allowed: 0 to %d pixels".formatted(key, imageSize, LARGEST_IMAGE));
    }
    if (Set.of("files", "image-folder").contains(type) && path.isEmpty()) {
      throw new IllegalArgumentException(
          "%s.path is missing: its folder or archive".formatted(key));
    }
  }

  static DatasetEntry from(String name, Config config) {
    return new DatasetEntry(
        name,
        config.hasPath("type") ? config.getString("type") : "files",
        config.hasPath("path") && !config.getString("path").isBlank()
            ? Optional.of(Path.of(config.getString("path")))
            : Optional.empty(),
        config.hasPath("image-size") ? config.getInt("image-size") : 0);
  }
}
