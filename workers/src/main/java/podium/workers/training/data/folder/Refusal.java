package podium.workers.training.data.folder;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import podium.workers.training.data.DatasetException;

/** Why a data set is not taken, with a list of what was found in it; immutable. */
final class Refusal {
  private static final int FOLDERS = 12;
  private static final int BELOW = 6;

  private final Path place;
  private final Folder all;

  Refusal(Path place, Folder all) {
    this.place = place;
    this.all = all;
  }

  DatasetException because(String why) {
    return new DatasetException("%s: %s. Found: %s.".formatted(place, why, found()));
  }

  private String found() {
    Folder root = all.unwrapped();
    List<String> lines = new ArrayList<>();
    if (!root.loose().isEmpty()) {
      lines.add("%s outside of folders".formatted(Notes.pictures(root.loose().size())));
    }
    root.folders().stream().limit(FOLDERS).map(Refusal::told).forEach(lines::add);
    if (root.folders().size() > FOLDERS) {
      lines.add("%d folders more".formatted(root.folders().size() - FOLDERS));
    }
    return lines.isEmpty() ? "nothing that could be one" : String.join(", ", lines);
  }

  private static String told(Folder folder) {
    Folder inner = folder.unwrappedPart();
    List<Folder> below = inner.folders();
    if (below.isEmpty()) {
      return "%s with %s".formatted(folder.place(), Notes.pictures(folder.count()));
    }
    List<String> names =
        below.stream()
            .limit(BELOW)
            .map(one -> "%s %s".formatted(one.name(), Notes.number(one.count())))
            .toList();
    return "%s with %s (%s%s)"
        .formatted(
            folder.place(),
            below.size() == 1 ? "1 folder" : below.size() + " folders",
            String.join(", ", names),
            below.size() > BELOW ? " ..." : "");
  }
}
