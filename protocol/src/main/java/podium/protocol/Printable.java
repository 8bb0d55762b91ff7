package podium.protocol;

import java.util.regex.Pattern;

/**
 * Text from anywhere, made harmless to whoever shows it: nothing in it moves a cursor, ends a line
 * or turns the direction of writing.
 */
public final class Printable {
  /** A pattern of one character that may be shown as it is. */
  public static final String CHARACTER =
      // why: the two joiners are letters of some scripts, and parts of some pictures
      "(?:[^\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]|[\\u200c\\u200d])";

  /**
   * Inside a class of a pattern: what moves a cursor or turns the direction of writing, but for the
   * tab and the end of a line.
   */
  public static final String MOVING =
      "\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069";

  private static final Pattern ALL = Pattern.compile(CHARACTER + "*+");
  private static final Pattern OTHER =
      Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}&&[^\\u200c\\u200d]]");

  private Printable() {}

  /** The text on one line, with what cannot be shown as its code, as in JavaScript. */
  public static String of(String text) {
    return OTHER
        .matcher(text)
        .replaceAll(found -> Text.of("\\\\u{%x}", found.group().codePointAt(0)));
  }

  /**
   * Checks a text that others will be shown.
   *
   * @return the text
   * @throws IllegalArgumentException naming the field and what is wrong with it
   */
  public static String require(String field, String text, int most) {
    if (text.length() > most || !ALL.matcher(text).matches()) {
      String begin = text.length() <= most ? text : text.substring(0, most) + "...";
      throw new IllegalArgumentException(
          Text.of(
              "%s is '%s'; allowed: at most %d characters, none of them a control character",
              field, of(begin), most));
    }
    return text;
  }
}
