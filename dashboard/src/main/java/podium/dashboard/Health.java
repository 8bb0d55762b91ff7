package podium.dashboard;

import java.util.Map;

/** Whether everything is ready, and each part in words. Immutable. */
public record Health(boolean ready, Map<String, String> parts) {
  public Health {
    parts = Map.copyOf(parts);
  }
}
