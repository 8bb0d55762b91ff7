package podium.workers.training.data.folder;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import podium.workers.training.data.files.NamedFiles;
import podium.workers.training.random.Randomness;

/**
 * Which pictures belong to which class and to which part of a data set; immutable.
 *
 * <p>A class is the folder directly below a part; all pictures in it, at any depth, are its. Where
 * there is a part to train on, the parts are those of the folders; otherwise every fifth picture of
 * a fixed permutation is tested on.
 *
 * @param root what the names of all pictures begin with: folders around parts or classes
 * @param notes what a person should know of how it was read
 */
record ImageLayout(
    String root, List<String> classes, List<Entry> train, List<Entry> test, List<String> notes) {
  private static final long SPLIT_SEED = 0;
  private static final int TEST_EVERY = 5;

  /** A picture and the number of its class. */
  record Entry(NamedFiles.Item file, int label) {}

  ImageLayout {
    classes = List.copyOf(classes);
    train = List.copyOf(train);
    test = List.copyOf(test);
    notes = List.copyOf(notes);
  }

  /**
   * Sorts pictures into classes and parts.
   *
   * @param place named in messages
   * @throws podium.workers.training.data.DatasetException when it is not clear what is meant; lists
   *     what was found
   */
  static ImageLayout of(Listing listing, Path place) {
    Folder all =
        Folder.of(
            listing.pictures().stream().map(NamedFiles.Item::name).toList(),
            listing.others(),
            listing.folders());
    Notes notes = new Notes();
    Parts parts = Parts.of(all, place, notes);
    notes.leftOut(
        listing.hidden(), "named as programs name what is theirs (. @ __MACOSX Thumbs.db)");
    notes.leftOut(listing.others(), "that are no pictures");
    notes.leftOut(listing.deadLinks(), "links that lead nowhere or in a circle");
    Map<String, NamedFiles.Item> items =
        listing.pictures().stream()
            .collect(Collectors.toMap(NamedFiles.Item::name, Function.identity()));
    List<String> classes = parts.classes();
    List<Entry> entries = entries(parts.train(), classes, items);
    boolean[] tested = parts.test().isPresent() ? new boolean[entries.size()] : tested(entries);
    List<Entry> train = some(entries, tested, false);
    List<Entry> test =
        parts
            .test()
            .map(part -> entries(part, classes, items))
            .orElseGet(() -> some(entries, tested, true));
    notes.some(untested(classes, test), "without a picture to test on");
    return new ImageLayout(parts.root(), classes, train, test, notes.lines());
  }

  private static List<Entry> entries(
      Folder part, List<String> classes, Map<String, NamedFiles.Item> items) {
    Map<String, Integer> labels = new TreeMap<>();
    for (Folder folder : part.classes()) {
      int label = classes.indexOf(folder.name());
      folder.pictures().forEach(picture -> labels.put(picture, label));
    }
    List<Entry> entries = new ArrayList<>();
    labels.forEach((name, label) -> entries.add(new Entry(NamedFiles.listed(items, name), label)));
    return entries;
  }

  /** Which pictures of a set without parts are tested on. */
  private static boolean[] tested(List<Entry> all) {
    int[] order =
        Randomness.permutation(all.size(), Randomness.stream(SPLIT_SEED, "train and test"));
    Set<Integer> trained = new HashSet<>();
    for (int i = 0; i < order.length; i++) {
      if (order[i] % TEST_EVERY != 0) {
        trained.add(all.get(i).label());
      }
    }
    boolean[] tested = new boolean[order.length];
    for (int i = 0; i < order.length; i++) {
      // why: a class of few pictures must not be tested on alone
      tested[i] = order[i] % TEST_EVERY == 0 && !trained.add(all.get(i).label());
    }
    return tested;
  }

  private static List<Entry> some(List<Entry> all, boolean[] tested, boolean wanted) {
    return IntStream.range(0, tested.length)
        .filter(i -> tested[i] == wanted)
        .mapToObj(all::get)
        .toList();
  }

  /** The classes that nothing is tested on. */
  private static List<String> untested(List<String> classes, List<Entry> test) {
    Set<Integer> labels = test.stream().map(Entry::label).collect(Collectors.toSet());
    return IntStream.range(0, classes.size())
        .filter(label -> !labels.contains(label))
        .mapToObj(classes::get)
        .toList();
  }

  /** The names of the classes of a part, in order. */
  static List<String> classes(Folder part) {
    return List.copyOf(new TreeSet<>(part.classes().stream().map(Folder::name).toList()));
  }
}
