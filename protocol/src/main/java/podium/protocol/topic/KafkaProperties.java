package podium.protocol.topic;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How {@code podium.kafka} is read, alike by every part. Stateless. */
public final class KafkaProperties {
  /** The one property that people write with a dash. */
  private static final String SERVERS = "bootstrap-servers";

  private static final String SERVERS_PROPERTY = "bootstrap.servers";

  private KafkaProperties() {}

  /**
   * Properties of Kafka's clients: nested settings get dots, lists become text with commas, and
   * {@code bootstrap-servers} its own name.
   *
   * @param settings text, numbers, truth values, lists of these, and maps of all that
   */
  public static Map<String, String> of(Map<String, ?> settings) {
    Map<String, String> properties = new TreeMap<>();
    settings.forEach((name, value) -> put(properties, name, value));
    return properties;
  }

  /** Properties of Kafka's clients as paths of settings, such as {@code podium.kafka.acks}. */
  public static Map<String, Object> paths(Map<String, String> properties) {
    Map<String, Object> paths = new TreeMap<>();
    properties.forEach(
        (name, value) ->
            paths.put("podium.kafka." + (name.equals(SERVERS_PROPERTY) ? SERVERS : name), value));
    return paths;
  }

  private static void put(Map<String, String> properties, String name, Object value) {
    if (value instanceof Map<?, ?> nested) {
      nested.forEach((key, inner) -> put(properties, name + "." + key, inner));
    } else if (value instanceof List<?> list) {
      properties.put(
          named(name), list.stream().map(String::valueOf).collect(Collectors.joining(",")));
    } else if (value instanceof String || value instanceof Number || value instanceof Boolean) {
      properties.put(named(name), value.toString());
    }
  }

  private static String named(String name) {
    return name.equals(SERVERS) ? SERVERS_PROPERTY : name;
  }
}
