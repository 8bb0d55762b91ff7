package podium.workers.training.data.catalog;

import java.nio.file.Path;
import java.util.Optional;
import podium.workers.training.data.DatasetDefinition;
import podium.workers.training.data.folder.ImageFolder;
import podium.workers.training.data.format.ByContent;
import podium.workers.training.data.format.Cifar;
import podium.workers.training.data.format.Digits;

/**
 * Where a data set lives, from the worker's own configuration; immutable.
 *
 * @param name the name used in experiments
 * @param path CIFAR10: the folder or archive that holds it, the cache folder when absent;
 *     IMAGE_FOLDER, BY_CONTENT: the folder or archive; DIGITS: unused
 * @param imageSize of pictures in folders: height and width in pixels to which they are brought
 *     where a recipe says none; 0 means the middle one of their shorter sides
 */
public record DatasetSettings(String name, Kind kind, Optional<Path> path, int imageSize) {

  /** How a data set is stored. */
  public enum Kind {
    /** The 1,797 digits that come with Podium. */
    DIGITS,
    /** CIFAR-10 or CIFAR-100 in any form; CIFAR-10 is downloaded once where no place is named. */
    CIFAR10,
    /** A folder or an archive with one folder of pictures for each class. */
    IMAGE_FOLDER,
    /** Whatever lies in a folder or an archive: CIFAR, idx files, or pictures in folders. */
    BY_CONTENT
  }

  public DatasetSettings {
    if (imageSize < 0) {
      throw new IllegalArgumentException(
          "imageSize of data set '%s' is %d; it must be 0 or more".formatted(name, imageSize));
    }
    if ((kind == Kind.IMAGE_FOLDER || kind == Kind.BY_CONTENT) && path.isEmpty()) {
      throw new IllegalArgumentException(
          "data set '%s' needs a path: its folder or archive".formatted(name));
    }
  }

  DatasetDefinition definition() {
    return new DatasetDefinition(
        name,
        switch (kind) {
          case DIGITS -> new Digits();
          case CIFAR10 -> new Cifar(path);
          case IMAGE_FOLDER -> new ImageFolder(path.orElseThrow(), imageSize);
          case BY_CONTENT -> new ByContent(path.orElseThrow(), imageSize);
        });
  }
}
