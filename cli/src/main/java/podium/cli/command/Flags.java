package podium.cli.command;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Settings that flags stand for, by path. Confined to one thread. */
final class Flags {
  private final Map<String, Object> values = new LinkedHashMap<>();

  private Flags() {}

  static Flags of() {
    return new Flags();
  }

  Flags put(String path, Object value) {
    values.put(path, value);
    return this;
  }

  Flags put(String path, Optional<?> value) {
    value.ifPresent(given -> values.put(path, given));
    return this;
  }

  Flags putAll(Map<String, Object> others) {
    values.putAll(others);
    return this;
  }

  Map<String, Object> asMap() {
    return Map.copyOf(values);
  }
}
