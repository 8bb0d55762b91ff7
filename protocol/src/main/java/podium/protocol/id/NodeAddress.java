package podium.protocol.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a scheduler or a worker can be reached by others of Podium, {@code host:port}; a plain text
 * in messages. Immutable.
 */
public record NodeAddress(String value) implements Comparable<NodeAddress> {
  /** When it is not known. */
  public static final NodeAddress UNKNOWN = new NodeAddress("");

  /** What the text of a known one looks like. */
  public static final Pattern PATTERN =
      Pattern.compile("(?:[0-9A-Za-z._-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}]):[1-9][0-9]{0,4}");

  /**
   * The address of that text; the empty one is {@link #UNKNOWN}.
   *
   * @throws IllegalArgumentException when it is none
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public NodeAddress {
    if (!value.isEmpty()) {
      Ids.require(PATTERN, value, "an address is HOST:PORT, such as 10.0.0.5:25520");
    }
  }

  /** The address that a text may be. */
  public static Optional<NodeAddress> parse(String text) {
    return PATTERN.matcher(text).matches() ? Optional.of(new NodeAddress(text)) : Optional.empty();
  }

  public boolean isKnown() {
    return !value.isEmpty();
  }

  @Override
  public int compareTo(NodeAddress other) {
    return value.compareTo(other.value);
  }

  @Override
  @JsonValue
  public String toString() {
    return value;
  }
}
