package podium.protocol.id;

import java.util.regex.Pattern;
import podium.protocol.Text;
import podium.protocol.experiment.SpecFields;

/** What ids are made of. */
final class Ids {
  /** From 1, without leading zeros, so that no two ids name the same. */
  static final String NUMBER = "[1-9][0-9]{0,8}";

  static final String EXPERIMENT = SpecFields.NAME_PATTERN + "-" + NUMBER;

  private static final int SHOWN = 80;

  private Ids() {}

  static void require(Pattern pattern, String value, String rule) {
    if (!pattern.matcher(value).matches()) {
      throw new IllegalArgumentException(Text.of("'%s' is no id; %s", shown(value), rule));
    }
  }

  /** A text from anywhere, so that it harms no line that quotes it. */
  private static String shown(String text) {
    String plain = text.replaceAll("[^ -~]", "?");
    return plain.length() <= SHOWN ? plain : plain.substring(0, SHOWN) + "...";
  }
}
