package podium.protocol.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * What words without quotes stand for: YAML 1.2's core schema, and of 1.1 yes, no, on, off, 0b11
 * and 10_000. Thread-safe.
 */
final class PlainScalars extends CoreSchema {
  private static final Pattern NULL = Pattern.compile("|~|null|Null|NULL");
  private static final Pattern TRUE = Pattern.compile("true|True|TRUE|yes|Yes|YES|on|On|ON");
  private static final Pattern FALSE = Pattern.compile("false|False|FALSE|no|No|NO|off|Off|OFF");
  private static final Pattern WHOLE =
      Pattern.compile("[-+]?([0-9][0-9_]*|0x[0-9a-fA-F_]+|0o[0-7_]+|0b[01_]+)");
  private static final Pattern DECIMAL =
      Pattern.compile("[-+]?(\\.[0-9][0-9_]*|[0-9][0-9_]*(\\.[0-9_]*)?)([eE][-+]?[0-9]+)?");
  private static final Pattern INFINITE = Pattern.compile("[-+]?\\.(inf|Inf|INF)");
  private static final Pattern NOT_A_NUMBER = Pattern.compile("\\.(nan|NaN|NAN)");

  @Override
  public ScalarResolver getScalarResolver() {
    return (text, plain) -> plain ? tag(text) : Tag.STR;
  }

  private static Tag tag(String text) {
    if (NULL.matcher(text).matches()) {
      return Tag.NULL;
    }
    if (TRUE.matcher(text).matches() || FALSE.matcher(text).matches()) {
      return Tag.BOOL;
    }
    if (WHOLE.matcher(text).matches()) {
      return Tag.INT;
    }
    return DECIMAL.matcher(text).matches()
            || INFINITE.matcher(text).matches()
            || NOT_A_NUMBER.matcher(text).matches()
        ? Tag.FLOAT
        : Tag.STR;
  }

  /** The value of a scalar with that tag; text where it does not fit the tag. */
  static JsonNode value(Tag tag, String text) {
    JsonNodeFactory json = JsonNodeFactory.instance;
    if (tag.equals(Tag.NULL) && NULL.matcher(text).matches()) {
      return json.nullNode();
    }
    if (tag.equals(Tag.BOOL) && tag(text).equals(Tag.BOOL)) {
      return json.booleanNode(TRUE.matcher(text).matches());
    }
    if (tag.equals(Tag.INT) && WHOLE.matcher(text).matches()) {
      return whole(text.replace("_", "").toLowerCase(Locale.ROOT));
    }
    if (tag.equals(Tag.FLOAT)) {
      if (DECIMAL.matcher(text).matches()) {
        return json.numberNode(Double.parseDouble(text.replace("_", "")));
      }
      if (INFINITE.matcher(text).matches()) {
        return json.numberNode(
            text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY);
      }
      if (NOT_A_NUMBER.matcher(text).matches()) {
        return json.numberNode(Double.NaN);
      }
    }
    return json.textNode(text);
  }

  private static JsonNode whole(String text) {
    String digits = text.replaceFirst("^[-+]", "");
    BigInteger value =
        digits.startsWith("0x")
            ? new BigInteger(digits.substring(2), 16)
            : digits.startsWith("0o")
                ? new BigInteger(digits.substring(2), 8)
                : digits.startsWith("0b")
                    ? new BigInteger(digits.substring(2), 2)
                    : new BigInteger(digits);
    BigInteger signed = text.startsWith("-") ? value.negate() : value;
    return signed.bitLength() < 64
        ? JsonNodeFactory.instance.numberNode(signed.longValue())
        : JsonNodeFactory.instance.numberNode(signed);
  }
}
