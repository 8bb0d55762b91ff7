package podium.workers.training.data.folder;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What makes it doubtful that folders without known parts are classes; stateless. */
final class Doubts {
  private static final Set<String> ALL_PICTURES =
      Set.of("images", "imgs", "jpegimages", "pictures");

  private Doubts() {}

  /** Why these folders may be something else than classes, with what to do. */
  static Optional<String> of(Folder root) {
    List<Folder> classes = root.classes();
    return Stream.of(inner(classes), unlikeParts(classes), copies(classes), allPictures(classes))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<String> inner(List<Folder> classes) {
    List<String> parts =
        classes.stream()
            .flatMap(folder -> below(folder))
            .filter(folder -> folder.part().isPresent())
            .map(Folder::place)
            .toList();
    return parts.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "the parts lie within the classes (%s); put them above, as in train/CLASS/"
                .formatted(Notes.some(parts)));
  }

  private static Stream<Folder> below(Folder folder) {
    return folder.classes().stream().flatMap(one -> Stream.concat(Stream.of(one), below(one)));
  }

  /** Such as cars_train and cars_test, or rps and rps-test-set. */
  private static Optional<String> unlikeParts(List<Folder> classes) {
    List<Folder> tests = classes.stream().filter(one -> says(one, Part.TEST)).toList();
    boolean trains = classes.stream().anyMatch(one -> says(one, Part.TRAIN) || begins(tests, one));
    return tests.isEmpty() || !trains
        ? Optional.empty()
        : Optional.of(
            "%s sounds like a part to test on; name the folders train and test if they are parts"
                .formatted(tests.getFirst().place()));
  }

  private static boolean says(Folder folder, Part part) {
    return Stream.of(folder.name().split("[^\\p{L}]+"))
        .anyMatch(word -> Part.of(word).filter(part::equals).isPresent());
  }

  private static boolean begins(List<Folder> longer, Folder folder) {
    return longer.stream()
        .anyMatch(one -> !one.equals(folder) && one.name().startsWith(folder.name()));
  }

  /** A folder that holds the others once more. */
  private static Optional<String> copies(List<Folder> classes) {
    Set<String> names = classes.stream().map(Folder::name).collect(Collectors.toSet());
    return classes.stream()
        .filter(folder -> folder.classes().stream().anyMatch(one -> names.contains(one.name())))
        .findFirst()
        .map(
            folder ->
                "%s holds folders named as the classes beside it, so that pictures may be there twice; take it away, or name it instead"
                    .formatted(folder.place()));
  }

  private static Optional<String> allPictures(List<Folder> classes) {
    return classes.stream()
        .filter(folder -> ALL_PICTURES.contains(folder.name().toLowerCase(java.util.Locale.ROOT)))
        .filter(folder -> classes.size() > 1)
        .findFirst()
        .map(
            folder ->
                "%s is hardly a class; name it itself if the classes lie in it"
                    .formatted(folder.place()));
  }
}
