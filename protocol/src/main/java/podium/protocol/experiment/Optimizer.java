package podium.protocol.experiment;

import com.fasterxml.jackson.annotation.JsonValue;

/** Rule that turns gradients into parameter updates. */
public enum Optimizer {
  SGD,
  ADAM,
  ADAMW,
  /** Steps of kernels and matrices are made orthogonal; sgd updates the rest. */
  MUON;

  /** The word used in specs and messages. */
  @JsonValue
  public String word() {
    return EnumWords.of(this);
  }
}
