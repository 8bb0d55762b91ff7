package podium.protocol.experiment;

import java.util.Locale;

/** Words of specs and messages for the constants of an enum; stateless. */
final class EnumWords {
  private EnumWords() {}

  static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static String constant(String word) {
    return word.toUpperCase(Locale.ROOT).replace('-', '_');
  }
}
