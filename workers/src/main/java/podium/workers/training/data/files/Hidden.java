package podium.workers.training.data.files;

import java.util.Locale;
import java.util.Set;

/** Names that programs leave behind and that are no data; stateless. */
public final class Hidden {
  private static final Set<String> NAMES = Set.of("thumbs.db", "desktop.ini");

  private Hidden() {}

  /** Whether one part of a path is such a name: .git, @eaDir, __MACOSX, Thumbs.db. */
  public static boolean is(String part) {
    return part.startsWith(".")
        || part.startsWith("@")
        || part.startsWith("__MACOSX")
        || NAMES.contains(part.toLowerCase(Locale.ROOT));
  }
}
