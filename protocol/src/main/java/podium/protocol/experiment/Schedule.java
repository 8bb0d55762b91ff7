package podium.protocol.experiment;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How the learning rate moves over the epochs. */
public enum Schedule {
  CONSTANT,
  COSINE,
  STEP;

  /** The word used in specs and messages. */
  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
