package podium.workers.training.data.folder;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Which part of a data set a folder is by its name, such as train, Testing or seg_test. */
@SuppressWarnings("ImmutableEnumChecker") // why: its lists are those of List.of
enum Part {
  TRAIN(List.of("train", "training")),
  // why: in the order in which one is chosen to test on
  TEST(List.of("test", "testing", "val", "valid", "validation", "eval"));

  private static final String AROUND = "^seg[_-]|[_ -]?(set|data|dataset|images|imgs|folder)$";

  private final List<String> names;

  Part(List<String> names) {
    this.names = names;
  }

  /** The part of a folder's name, whatever its case; nothing for other names. */
  static Optional<Part> of(String folder) {
    String name = plain(folder);
    return List.of(values()).stream().filter(part -> part.names.contains(name)).findFirst();
  }

  /** The place of a name among those of its part; the smallest is chosen first. */
  static int rank(String folder) {
    return TEST.names.indexOf(plain(folder));
  }

  private static String plain(String folder) {
    return folder.toLowerCase(Locale.ROOT).replaceAll(AROUND, "");
  }
}
