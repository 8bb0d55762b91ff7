package podium.dashboard.domain;

/** Texts for people, not longer than anybody reads. */
final class Texts {
  private static final int LONGEST = 10_000;
  // why: what was cut must not be cut again when its row is copied
  private static final int ROOM = 60;

  private Texts() {}

  static String cut(String text) {
    return cut(text, LONGEST);
  }

  static String cut(String text, int longest) {
    return text.length() <= longest
        ? text
        : "%s… (cut: %d characters in all)"
            .formatted(text.substring(0, longest - ROOM), text.length());
  }
}
