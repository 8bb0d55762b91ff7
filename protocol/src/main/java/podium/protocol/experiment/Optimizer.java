package podium.protocol.experiment;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Rule that turns gradients into parameter updates. */
public enum Optimizer {
  SGD,
  ADAM,
  ADAMW;

  /** The word used in specs and messages. */
  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
