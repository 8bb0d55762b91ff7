package podium.workers.training.data.folder;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import podium.workers.training.data.files.Hidden;
import podium.workers.training.data.files.NamedFiles;
import podium.workers.training.data.picture.PictureKind;

/**
 * What lies in a folder or an archive, sorted out by name; immutable.
 *
 * @param pictures files that are named as pictures, or begin as pictures do
 * @param others files that are neither
 * @param hidden files and folders that programs left behind
 * @param folders every other folder that is told of
 * @param deadLinks links that lead nowhere or in a circle
 */
record Listing(
    List<NamedFiles.Item> pictures,
    List<String> others,
    List<String> hidden,
    Set<String> folders,
    List<String> deadLinks) {

  static Listing of(NamedFiles files) {
    Set<String> hidden = new LinkedHashSet<>();
    Set<String> folders =
        files.folders().stream()
            .filter(name -> !isHidden(name, hidden))
            .collect(Collectors.toUnmodifiableSet());
    List<NamedFiles.Item> pictures = new ArrayList<>();
    List<String> others = new ArrayList<>();
    for (NamedFiles.Item item : files.items()) {
      if (isHidden(item.name(), hidden)) {
        continue;
      }
      if (PictureKind.hasName(item.name()) || PictureKind.hasHead(files.head(item))) {
        pictures.add(item);
      } else {
        others.add(item.name());
      }
    }
    return new Listing(pictures, others, List.copyOf(hidden), folders, files.deadLinks());
  }

  /** Whether any part of a name is hidden; remembers it up to that part. */
  private static boolean isHidden(String name, Set<String> hidden) {
    int from = 0;
    while (from <= name.length()) {
      int slash = name.indexOf('/', from);
      int end = slash < 0 ? name.length() : slash;
      if (Hidden.is(name.substring(from, end))) {
        hidden.add(name.substring(0, end));
        return true;
      }
      from = end + 1;
    }
    return false;
  }
}
