package podium.protocol.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;
import java.util.regex.Pattern;

/** Id of a trial, {@code name-N.number}; a plain text in messages. Immutable. */
public record TrialId(String value) implements Comparable<TrialId> {
  /** What such a text looks like. */
  public static final Pattern PATTERN = Pattern.compile(Ids.EXPERIMENT + "\\." + Ids.NUMBER);

  /**
   * The id of that text.
   *
   * @throws IllegalArgumentException when it is none
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public TrialId {
    Ids.require(PATTERN, value, "a trial's id is its experiment's and a number, such as mine-1.2");
  }

  /** The id that a text may be. */
  public static Optional<TrialId> parse(String text) {
    return PATTERN.matcher(text).matches() ? Optional.of(new TrialId(text)) : Optional.empty();
  }

  /** The experiment it belongs to. */
  public ExperimentId experiment() {
    return new ExperimentId(value.substring(0, value.lastIndexOf('.')));
  }

  /** Its number in the experiment, from 1. */
  public int number() {
    return Integer.parseInt(value, value.lastIndexOf('.') + 1, value.length(), 10);
  }

  @Override
  public int compareTo(TrialId other) {
    return value.compareTo(other.value);
  }

  @Override
  @JsonValue
  public String toString() {
    return value;
  }
}
