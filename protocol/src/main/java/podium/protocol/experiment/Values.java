package podium.protocol.experiment;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The canonical form of a value read from JSON: Long, Double, Boolean, String, or a list of these.
 */
public final class Values {
  private Values() {}

  /** The canonical form of a value; whole numbers become Long, others Double. */
  public static Object canonical(Object value) {
    return switch (value) {
      case BigInteger big when big.bitLength() > 63 -> big.doubleValue();
      case BigDecimal decimal -> decimal.doubleValue();
      case Float number -> number.doubleValue();
      case Double number -> number;
      case Number number -> number.longValue();
      case List<?> list -> list.stream().map(Values::canonical).toList();
      case Object other -> other;
    };
  }

  /** The same values in canonical form. */
  public static Map<String, Object> canonical(Map<String, Object> values) {
    Map<String, Object> copy = new LinkedHashMap<>();
    values.forEach((name, value) -> copy.put(name, canonical(value)));
    return java.util.Collections.unmodifiableMap(copy);
  }
}
