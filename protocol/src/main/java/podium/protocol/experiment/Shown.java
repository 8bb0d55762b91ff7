package podium.protocol.experiment;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Values as YAML that a person can paste. Stateless. */
final class Shown {
  private Shown() {}

  static String of(Object value) {
    return switch (value) {
      case List<?> list -> list.stream().map(Shown::of).collect(Collectors.joining(", ", "[", "]"));
      case Object other -> other.toString();
    };
  }

  static String of(Map<String, Object> part) {
    return part.entrySet().stream()
        .map(entry -> entry.getKey() + ": " + of(entry.getValue()))
        .collect(Collectors.joining(", ", "{", "}"));
  }

  /** {@code a}, {@code a and b}, {@code a, b and c}. */
  static String listed(List<String> words) {
    int last = words.size() - 1;
    return last < 1
        ? String.join("", words)
        : String.join(", ", words.subList(0, last)) + " and " + words.get(last);
  }
}
