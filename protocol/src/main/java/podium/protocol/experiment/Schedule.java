package podium.protocol.experiment;

import com.fasterxml.jackson.annotation.JsonValue;

/** How the learning rate moves. */
public enum Schedule {
  CONSTANT,
  COSINE,
  STEP,
  /** Falls at every step, to 0 behind the last. */
  LINEAR,
  /** Rises and falls at every step. */
  TRIANGLE,
  /** Rises and falls along half cosines at every step (Smith and Topin 2018). */
  ONECYCLE;

  /** Whether it moves from step to step, not from epoch to epoch alone. */
  public boolean movesWithinEpochs() {
    return switch (this) {
      case CONSTANT, COSINE, STEP -> false;
      case LINEAR, TRIANGLE, ONECYCLE -> true;
    };
  }

  /** Whether it has a top of its own to rise to. */
  boolean hasPeak() {
    return this == TRIANGLE || this == ONECYCLE;
  }

  /** The word used in specs and messages. */
  @JsonValue
  public String word() {
    return EnumWords.of(this);
  }
}
