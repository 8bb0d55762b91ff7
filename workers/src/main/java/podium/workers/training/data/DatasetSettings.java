package podium.workers.training.data;

import java.nio.file.Path;
import java.util.Optional;
import podium.workers.training.data.folder.ImageFolder;
import podium.workers.training.data.format.Cifar10;
import podium.workers.training.data.format.Digits;

/**
 * Where a data set lives, from the worker's own configuration; immutable.
 *
 * @param name the name used in experiments
 * @param path CIFAR10: the folder or archive that holds it, the cache folder when absent;
 *     IMAGE_FOLDER: the folder or zip of images; DIGITS: unused
 * @param imageSize IMAGE_FOLDER: height and width in pixels to which images are brought; 0 means
 *     the first image's shorter side
 */
public record DatasetSettings(String name, Kind kind, Optional<Path> path, int imageSize) {

  /** How a data set is stored. */
  public enum Kind {
    /** The 1,797 digits that come with Podium. */
    DIGITS,
    /** CIFAR-10's binary archive, downloaded once. */
    CIFAR10,
    /** A folder or a zip with one folder of images for each class. */
    IMAGE_FOLDER
  }

  public DatasetSettings {
    if (imageSize < 0) {
      throw new IllegalArgumentException(
          "imageSize of data set '%s' is %d; it must be 0 or more".formatted(name, imageSize));
    }
    if (kind == Kind.IMAGE_FOLDER && path.isEmpty()) {
      throw new IllegalArgumentException(
          "data set '%s' needs a path: its folder or zip of images".formatted(name));
    }
  }

  DatasetDefinition definition() {
    return new DatasetDefinition(
        name,
        switch (kind) {
          case DIGITS -> new Digits();
          case CIFAR10 -> new Cifar10(path);
          case IMAGE_FOLDER -> new ImageFolder(path.orElseThrow(), imageSize);
        });
  }
}
