package podium.dashboard.domain;

/** Texts for people, not longer than anybody reads. */
final class Texts {
  private static final int LONGEST = 10_000;

  private Texts() {}

  static String cut(String text) {
    return cut(text, LONGEST);
  }

  static String cut(String text, int longest) {
    return text.length() <= longest
        ? text
        : "%s… (cut: %d characters in all)".formatted(text.substring(0, longest), text.length());
  }
}
