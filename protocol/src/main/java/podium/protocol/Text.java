package podium.protocol;

import java.util.Locale;

/** Sentences that are equal wherever they are made, since they may end up in the log. */
public final class Text {
  private Text() {}

  /** As {@link String#format}, with the digits and the point of no place in particular. */
  @SuppressWarnings(
      "AnnotateFormatMethod") // why: the annotation is of a library that is a tool here
  public static String of(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
