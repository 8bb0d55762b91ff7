package podium.workers.training.data.folder;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import podium.workers.training.data.DatasetException;
import podium.workers.training.random.Randomness;

/**
 * Which image files belong to which class and to which part of a data set; immutable.
 *
 * <p>A file's folder is its class. When files lie below {@code train/} and {@code test/} (or {@code
 * val/}, {@code validation/}) these are the parts; otherwise every fifth image of a fixed
 * permutation is a test image.
 */
record ImageLayout(List<String> classes, List<Entry> train, List<Entry> test) {
  private static final Set<String> ENDINGS = Set.of("jpg", "jpeg", "png", "bmp", "gif");
  private static final Set<String> TEST_NAMES = Set.of("test", "val", "validation");
  private static final long SPLIT_SEED = 0;
  private static final int TEST_EVERY = 5;

  /** An image file and the number of its class. */
  record Entry(String file, int label) {}

  private record Found(String file, String part, String folder) {}

  /**
   * Sorts files into classes and parts.
   *
   * @param place named in messages
   * @throws DatasetException when there is no CLASS/image among the names
   */
  static ImageLayout of(List<String> names, Path place) {
    List<Found> found =
        names.stream().filter(ImageLayout::isImage).map(ImageLayout::found).toList();
    if (found.isEmpty() || found.stream().anyMatch(one -> one.folder().isEmpty())) {
      throw new DatasetException(
          place
              + " must hold one folder for each class with its .jpg or .png images,"
              + " optionally below train/ and test/.");
    }
    List<String> classes =
        new ArrayList<>(new TreeSet<>(found.stream().map(Found::folder).toList()));
    List<Entry> train = entries(found, classes, "train");
    List<Entry> test = entries(found, classes, "test");
    return train.isEmpty() || test.isEmpty()
        ? split(entries(found, classes, ""), classes)
        : new ImageLayout(classes, train, test);
  }

  private static boolean isImage(String name) {
    String file = name.substring(name.lastIndexOf('/') + 1);
    String ending = file.substring(file.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return ENDINGS.contains(ending) && !file.startsWith(".") && !name.startsWith("__MACOSX/");
  }

  private static Found found(String name) {
    List<String> parts = List.of(name.split("/"));
    int depth = parts.size();
    String folder = depth < 2 ? "" : parts.get(depth - 2);
    String above = depth < 3 ? "" : parts.get(depth - 3).toLowerCase(Locale.ROOT);
    return new Found(name, TEST_NAMES.contains(above) ? "test" : above, folder);
  }

  /** The entries of a part; the empty name means every part. */
  private static List<Entry> entries(List<Found> found, List<String> classes, String part) {
    return found.stream()
        .filter(one -> part.isEmpty() || one.part().equals(part))
        .map(one -> new Entry(one.file(), classes.indexOf(one.folder())))
        .toList();
  }

  private static ImageLayout split(List<Entry> all, List<String> classes) {
    int[] order =
        Randomness.permutation(all.size(), Randomness.stream(SPLIT_SEED, "train and test"));
    List<Entry> train = new ArrayList<>();
    List<Entry> test = new ArrayList<>();
    for (int i = 0; i < order.length; i++) {
      (order[i] % TEST_EVERY == 0 ? test : train).add(all.get(i));
    }
    return new ImageLayout(classes, train, test);
  }
}
