package podium.protocol.report;

import java.util.Objects;

/** Text that has a bound; stateless. */
final class CutText {
  private CutText() {}

  /** The text itself, or its beginning with a note of how long it was. */
  static String to(int most, String given) {
    // why: whoever decodes a message gets to see nulls
    String text = Objects.requireNonNullElse(given, "");
    if (text.length() <= most) {
      return text;
    }
    String note = " ... (cut; it had %d characters)".formatted(text.length());
    int end = most - note.length();
    // why: half of a pair is no character
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end)
        + note;
  }
}
