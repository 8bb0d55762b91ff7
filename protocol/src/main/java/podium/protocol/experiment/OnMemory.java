package podium.protocol.experiment;

import com.fasterxml.jackson.annotation.JsonValue;

/** What becomes of a trial whose attempt ran out of memory. */
public enum OnMemory {
  /** It is tried again as it is, like after any failure of its own. */
  FAIL,

  /** It goes on with fewer images at a time, in batches of the same size. */
  SHRINK;

  /** The word used in specs and messages. */
  @JsonValue
  public String word() {
    return EnumWords.of(this);
  }

  /** What has that word, which is one of them. */
  public static OnMemory of(String word) {
    return valueOf(EnumWords.constant(word));
  }
}
