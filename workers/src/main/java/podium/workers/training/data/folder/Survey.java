package podium.workers.training.data.folder;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import podium.workers.training.data.files.NamedFiles;
import podium.workers.training.data.picture.PictureDecoder;

/**
 * What would be read of a folder or archive of pictures; immutable.
 *
 * @param sizes of its pictures at their source, smallest area first
 */
public record Survey(
    List<ClassCount> classes, List<PictureDecoder.Size> sizes, List<String> notes) {
  /** How many pictures a class has. */
  public record ClassCount(String name, int train, int test) {}

  public Survey {
    classes = List.copyOf(classes);
    sizes = List.copyOf(sizes);
    notes = List.copyOf(notes);
  }

  static Survey of(NamedFiles files, ImageLayout layout) {
    int[] train = layout.counts(layout.train());
    int[] test = layout.counts(layout.test());
    List<ClassCount> classes = new ArrayList<>();
    for (int i = 0; i < train.length; i++) {
      classes.add(new ClassCount(layout.classes().get(i), train[i], test[i]));
    }
    List<NamedFiles.Item> pictures = new ArrayList<>();
    layout.train().forEach(entry -> pictures.add(entry.file()));
    layout.test().forEach(entry -> pictures.add(entry.file()));
    List<PictureDecoder.Size> sizes =
        PictureSizes.of(files, pictures).stream()
            .sorted(Comparator.comparingLong(size -> (long) size.width() * size.height()))
            .toList();
    return new Survey(classes, sizes, layout.notes());
  }
}
