package podium.protocol.experiment;

import com.fasterxml.jackson.annotation.JsonValue;

/** The views of an image whose logits are averaged in an evaluation. */
public enum TestAugmentation {
  /** The image as it is. */
  NONE,
  /** The image and its mirror image. */
  MIRROR,
  /** Both, and both moved by a pixel to either end of a diagonal, which count half. */
  MIRROR_SHIFT;

  /** The word used in specs and messages. */
  @JsonValue
  public String word() {
    return EnumWords.of(this);
  }
}
