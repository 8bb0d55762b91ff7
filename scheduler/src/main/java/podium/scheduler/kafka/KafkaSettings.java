package podium.scheduler.kafka;

import java.util.HashMap;
import java.util.Map;

/**
 * How to reach Kafka: client properties as people gave them, such as bootstrap.servers and TLS
 * settings.
 */
public record KafkaSettings(Map<String, String> properties) {
  public KafkaSettings {
    properties = Map.copyOf(properties);
    if (properties.getOrDefault("bootstrap.servers", "").isBlank()) {
      throw new IllegalArgumentException(
          "podium.kafka.bootstrap-servers is missing; give it as HOST:PORT");
    }
  }

  Map<String, Object> with(Map<String, Object> own) {
    Map<String, Object> all = new HashMap<>(properties);
    all.putAll(own);
    return all;
  }
}
