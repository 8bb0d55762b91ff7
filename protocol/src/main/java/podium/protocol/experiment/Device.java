package podium.protocol.experiment;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What sort of slot a trial asks for. */
public enum Device {
  ANY,
  CPU,
  CUDA;

  /** The word used in specs and messages. */
  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether a slot such as {@code cuda:0} is of this sort. */
  public boolean suits(String slot) {
    return this == ANY || slot.startsWith(word() + ":");
  }
}
