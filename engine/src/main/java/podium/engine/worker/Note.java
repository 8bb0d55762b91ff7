package podium.engine.worker;

import java.util.Map;

/**
 * What whoever looks after a worker may want to know.
 *
 * @param about by name, such as the attempt
 */
public record Note(Weight weight, String text, Map<String, Object> about) {
  /** How much it matters. */
  public enum Weight {
    INFO,
    WARN,
    ERROR
  }

  public Note {
    about = Map.copyOf(about);
  }
}
