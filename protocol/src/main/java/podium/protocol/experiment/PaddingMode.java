package podium.protocol.experiment;

import com.fasterxml.jackson.annotation.JsonValue;

/** What the padding around an image holds. */
public enum PaddingMode {
  /** Black. */
  ZEROS,
  /** The image mirrored at its border, which is not repeated. */
  REFLECT;

  /** The word used in specs and messages. */
  @JsonValue
  public String word() {
    return EnumWords.of(this);
  }
}
