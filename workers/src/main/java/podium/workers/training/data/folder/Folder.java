package podium.workers.training.data.folder;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import podium.workers.training.data.DatasetException;

/** A folder of a data set, with the pictures in it and the folders below it; for one thread. */
final class Folder {
  private static final int DEEPEST = 100;
  private static final int SHOWN = 100;

  private final String path;
  private final TreeMap<String, Folder> below = new TreeMap<>();
  private final List<String> loose = new ArrayList<>();

  private Folder(String path) {
    this.path = path;
  }

  /** All folders of the names of pictures, of other files and of folders; with '/' between. */
  static Folder of(List<String> pictures, List<String> others, Iterable<String> folders) {
    Folder root = new Folder("");
    folders.forEach(root::at);
    for (String other : others) {
      root.at(parent(other));
    }
    for (String picture : pictures) {
      root.at(parent(picture)).loose.add(picture);
    }
    return root;
  }

  private static String parent(String file) {
    return file.substring(0, Math.max(0, file.lastIndexOf('/')));
  }

  private Folder at(String wanted) {
    Folder folder = this;
    if (!wanted.isEmpty()) {
      String[] parts = wanted.split("/");
      if (parts.length > DEEPEST) {
        throw new DatasetException(
            "a folder lies %d folders deep; at most %d are followed: %s..."
                .formatted(parts.length, DEEPEST, wanted.substring(0, SHOWN)));
      }
      for (String part : parts) {
        Folder parent = folder;
        folder =
            parent.below.computeIfAbsent(
                part, name -> new Folder(parent.path.isEmpty() ? name : parent.path + "/" + name));
      }
    }
    return folder;
  }

  /** Its own name, composed, so that names that look the same are the same. */
  String name() {
    return Normalizer.normalize(path.substring(path.lastIndexOf('/') + 1), Normalizer.Form.NFC);
  }

  /** From the data set on, with a '/' behind; empty for the data set itself. */
  String place() {
    return path.isEmpty() ? "" : path + "/";
  }

  /** The pictures directly in it. */
  List<String> loose() {
    return loose;
  }

  /** Every picture in it, at any depth, by name. */
  List<String> pictures() {
    return Stream.concat(
            loose.stream(), below.values().stream().flatMap(f -> f.pictures().stream()))
        .sorted(Comparator.naturalOrder())
        .toList();
  }

  int count() {
    return loose.size() + below.values().stream().mapToInt(Folder::count).sum();
  }

  /** The folders directly below it, empty ones too. */
  List<Folder> folders() {
    return List.copyOf(below.values());
  }

  /** The folders directly below it that hold pictures at any depth. */
  List<Folder> classes() {
    return below.values().stream().filter(folder -> folder.count() > 0).toList();
  }

  /** Those that hold none. */
  List<Folder> empty() {
    return below.values().stream().filter(folder -> folder.count() == 0).toList();
  }

  Optional<Part> part() {
    return Part.of(name());
  }

  /** The folder that holds the parts or classes: where one alone wraps them, that one. */
  Folder unwrapped() {
    Folder folder = this;
    while (folder.classes().size() == 1
        && folder.classes().getFirst().part().isEmpty()
        && !folder.classes().getFirst().classes().isEmpty()) {
      folder = folder.classes().getFirst();
    }
    return folder;
  }

  /** A part within a folder of the same part, as in seg_train/seg_train, is that part. */
  Folder unwrappedPart() {
    Folder folder = this;
    while (folder.classes().size() == 1
        && folder.classes().getFirst().part().equals(folder.part())
        && !folder.classes().getFirst().classes().isEmpty()) {
      folder = folder.classes().getFirst();
    }
    return folder;
  }
}
