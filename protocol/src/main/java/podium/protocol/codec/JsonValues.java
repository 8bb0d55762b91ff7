package podium.protocol.codec;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import podium.protocol.experiment.Values;

/** JSON values as plain ones. */
final class JsonValues {
  private static final int SHOWN = 80;

  private JsonValues() {}

  /**
   * The canonical form of a value or list of values; nothing for null, objects and numbers out of
   * range.
   */
  static Optional<Object> canonical(JsonNode node) {
    if (node.isTextual()) {
      return Optional.of(node.textValue());
    }
    if (node.isBoolean()) {
      return Optional.of(node.booleanValue());
    }
    if (node.isNumber()) {
      return Optional.of(Values.canonical(node.numberValue()))
          .filter(number -> !(number instanceof Double d) || Double.isFinite(d));
    }
    if (node.isArray()) {
      List<Object> items = new ArrayList<>();
      for (JsonNode item : node) {
        canonical(item).ifPresent(items::add);
      }
      return items.size() == node.size() ? Optional.of(items) : Optional.empty();
    }
    return Optional.empty();
  }

  /** A value as a person is told it. */
  static String show(JsonNode value) {
    return shorten(value.toString());
  }

  /** At most 80 characters of a text. */
  static String shorten(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
  }
}
