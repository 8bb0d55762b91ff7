package podium.workers.training.data.folder;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import podium.protocol.report.DataFacts;

/** What a person should know of how a data set was read, a line each; for one thread. */
final class Notes {
  private static final int SHOWN = 3;
  private static final int LONGEST = 60;

  private final List<String> lines = new ArrayList<>();

  void add(String line) {
    lines.add(line);
  }

  /** Says of names that they are left out; nothing where there are none. */
  void leftOut(List<String> names, String what) {
    if (!names.isEmpty()) {
      lines.add("left out: %s %s, such as %s".formatted(number(names.size()), what, some(names)));
    }
  }

  /** Says something of classes; nothing where there are none. */
  void some(List<String> classes, String what) {
    if (!classes.isEmpty()) {
      lines.add(
          "%s %s: %s"
              .formatted(
                  classes.size() == 1 ? "1 class" : number(classes.size()) + " classes",
                  what,
                  some(classes)));
    }
  }

  /** Says of a folder that it is left out. */
  void leftOut(Folder folder, String why) {
    lines.add("left out: %s (%s): %s".formatted(folder.place(), pictures(folder.count()), why));
  }

  /** The lines; where there are too many, how many more there are. */
  List<String> lines() {
    int most = DataFacts.MOST_NOTES;
    return lines.size() <= most
        ? List.copyOf(lines)
        : Stream.concat(
                lines.stream().limit(most - 1),
                Stream.of("and %d lines more".formatted(lines.size() - most + 1)))
            .toList();
  }

  static String pictures(int count) {
    return count == 1 ? "1 picture" : number(count) + " pictures";
  }

  static String number(int count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /** The first few names, shortened. */
  static String some(List<String> names) {
    String shown = String.join(", ", names.stream().limit(SHOWN).map(Notes::shortened).toList());
    return names.size() > SHOWN ? shown + " ..." : shown;
  }

  private static String shortened(String name) {
    return name.length() <= LONGEST ? name : "..." + name.substring(name.length() - LONGEST);
  }
}
