package podium.protocol.experiment;

import com.fasterxml.jackson.annotation.JsonValue;

/** The number format in which convolutions and linear layers compute. */
public enum Precision {
  /** 32 bits. */
  FP32,
  /** bfloat16, 16 bits with the exponent of 32: parameters, batch norm and the loss stay in 32. */
  BF16;

  /** The word used in specs and messages. */
  @JsonValue
  public String word() {
    return EnumWords.of(this);
  }
}
