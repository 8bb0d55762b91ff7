package podium.protocol.experiment;

import com.fasterxml.jackson.annotation.JsonValue;

/** Which average of the weights is kept, and scored in evaluations. */
public enum Average {
  /** The weights as they are. */
  NONE,
  /** An exponential moving average of weights and statistics, on which training does not look. */
  EMA,
  /** Slow weights, to which training returns at each update (Zhang and others 2019). */
  LOOKAHEAD;

  /** The word used in specs and messages. */
  @JsonValue
  public String word() {
    return EnumWords.of(this);
  }
}
