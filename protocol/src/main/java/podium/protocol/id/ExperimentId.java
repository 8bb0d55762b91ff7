package podium.protocol.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;
import java.util.regex.Pattern;

/** Id of an experiment, {@code name-N}; a plain text in messages. Immutable. */
public record ExperimentId(String value) implements Comparable<ExperimentId> {
  /** What such a text looks like. */
  public static final Pattern PATTERN = Pattern.compile(Ids.EXPERIMENT);

  /**
   * The id of that text.
   *
   * @throws IllegalArgumentException when it is none
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public ExperimentId {
    Ids.require(PATTERN, value, "an experiment's id is its name and number, such as mine-1");
  }

  /** The experiment of that name and number. */
  public static ExperimentId of(String name, int number) {
    return new ExperimentId(name + "-" + number);
  }

  /** The id that a text may be. */
  public static Optional<ExperimentId> parse(String text) {
    return PATTERN.matcher(text).matches() ? Optional.of(new ExperimentId(text)) : Optional.empty();
  }

  /** Its trial of that number, from 1. */
  public TrialId trial(int number) {
    return new TrialId(value + "." + number);
  }

  @Override
  public int compareTo(ExperimentId other) {
    return value.compareTo(other.value);
  }

  @Override
  @JsonValue
  public String toString() {
    return value;
  }
}
