package podium.workers.training.data.folder;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The folder that is trained on and the one that is tested on; immutable.
 *
 * @param root what the places of all of it begin with
 * @param test nothing where the set has no parts and is to be split
 */
record Parts(String root, Folder train, Optional<Folder> test) {

  /**
   * Finds the parts.
   *
   * @throws podium.workers.training.data.DatasetException when it is not clear what is meant
   */
  static Parts of(Folder all, Path place, Notes notes) {
    Refusal refusal = new Refusal(place, all);
    if (all.count() == 0) {
      throw refusal.because("there are no pictures in it");
    }
    Folder root = all.unwrapped();
    notes.leftOut(looseAbove(all, root), "lying above the class folders");
    List<Folder> trains = parts(root, Part.TRAIN).stream().filter(Parts::hasClasses).toList();
    if (trains.size() > 1) {
      throw refusal.because(
          "both %s and %s are there to train on; keep one"
              .formatted(trains.get(0).place(), trains.get(1).place()));
    }
    Parts found =
        trains.isEmpty()
            ? whole(root, refusal, notes)
            : parts(root, trains.getFirst(), refusal, notes);
    found.check(refusal);
    return found;
  }

  /** The names of the classes, in order. */
  List<String> classes() {
    return ImageLayout.classes(train);
  }

  private static List<String> looseAbove(Folder all, Folder root) {
    return all.pictures().stream()
        .filter(
            picture -> {
              String below = picture.substring(0, picture.lastIndexOf('/') + 1);
              return root.place().startsWith(below);
            })
        .toList();
  }

  private static List<Folder> parts(Folder root, Part part) {
    return root.classes().stream()
        .filter(folder -> folder.part().filter(part::equals).isPresent())
        .toList();
  }

  private static boolean hasClasses(Folder part) {
    return !part.unwrappedPart().classes().isEmpty();
  }

  /** A set without a part to train on: all of it, to be split. */
  private static Parts whole(Folder root, Refusal refusal, Notes notes) {
    List<Folder> tests = parts(root, Part.TEST);
    if (!tests.isEmpty()) {
      throw refusal.because(
          parts(root, Part.TRAIN).isEmpty()
              ? "%s is there to test on, and no train/ beside it to train on"
                  .formatted(tests.getFirst().place())
              : "the parts hold no folders of classes; put the pictures into train/CLASS/ and"
                  + " test/CLASS/");
    }
    Doubts.of(root)
        .ifPresent(
            doubt -> {
              throw refusal.because(doubt);
            });
    if (root.classes().isEmpty()) {
      throw refusal.because("its pictures lie in no folders of classes; make one folder for each");
    }
    notes.add("tested on every fifth picture, since there are no folders train/ and test/");
    return new Parts(root.place(), root, Optional.empty());
  }

  private static Parts parts(Folder root, Folder trainPart, Refusal refusal, Notes notes) {
    Folder train = trainPart.unwrappedPart();
    Set<String> classes = new TreeSet<>(ImageLayout.classes(train));
    notes.leftOut(train.loose(), "lying above the class folders");
    List<Folder> tests =
        parts(root, Part.TEST).stream()
            .sorted(Comparator.comparingInt(part -> Part.rank(part.name())))
            .toList();
    Optional<Folder> chosen =
        tests.stream()
            .filter(
                part ->
                    part.unwrappedPart().classes().stream()
                        .anyMatch(folder -> classes.contains(folder.name())))
            .findFirst();
    if (chosen.isEmpty()) {
      throw refusal.because(
          tests.isEmpty()
              ? "%s is there to train on, and nothing to test on; add test/ or val/ with the same classes, or name %s itself, which is then split four to one"
                  .formatted(trainPart.place(), trainPart.place())
              : "%s has no folder of a class that %s has; put its pictures into %sCLASS/"
                  .formatted(
                      tests.getFirst().place(), trainPart.place(), tests.getFirst().place()));
    }
    Folder test = chosen.get().unwrappedPart();
    notes.leftOut(test.loose(), "lying above the class folders");
    notes.add("tested on %s (%s)".formatted(test.place(), Notes.pictures(test.count())));
    root.classes().stream()
        .filter(folder -> !folder.equals(trainPart) && !folder.equals(chosen.get()))
        .forEach(
            folder ->
                notes.leftOut(
                    folder,
                    tests.contains(folder)
                        ? test.place() + " is tested on"
                        : "it is no part, by its name"));
    return new Parts(root.place(), train, Optional.of(test));
  }

  private void check(Refusal refusal) {
    List<Folder> empty =
        Stream.concat(train.empty().stream(), test.stream().flatMap(part -> part.empty().stream()))
            .toList();
    if (!empty.isEmpty()) {
      throw refusal.because(
          "%s %s no pictures; put some there, or take %s away"
              .formatted(
                  Notes.some(empty.stream().map(Folder::place).toList()),
                  empty.size() == 1 ? "holds" : "hold",
                  empty.size() == 1 ? "the folder" : "the folders"));
    }
    List<String> classes = classes();
    if (classes.size() == 1) {
      throw refusal.because(
          "%s is its only class, and with one there is nothing to learn"
              .formatted(classes.getFirst()));
    }
    List<String> unknown =
        test.map(ImageLayout::classes).orElse(List.of()).stream()
            .filter(name -> !classes.contains(name))
            .toList();
    if (!unknown.isEmpty()) {
      throw refusal.because(
          "%s has %s, which %s lacks%s"
              .formatted(
                  test.orElseThrow().place(),
                  Notes.some(unknown),
                  train.place(),
                  likeness(unknown, classes)));
    }
  }

  private static String likeness(List<String> unknown, List<String> classes) {
    return unknown.stream()
            .anyMatch(
                name ->
                    classes.stream()
                        .anyMatch(
                            one ->
                                one.toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT))))
        ? "; names that differ in upper and lower case are different classes"
        : "";
  }
}
