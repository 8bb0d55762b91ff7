package podium.protocol.experiment;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which points of a matrix become trials. Immutable.
 *
 * @param trials how many points are drawn; 0 with {@code grid}, which takes every combination
 * @param seed of what is drawn
 * @param spaces ranges by axis, beside the lists of the matrix
 */
public record Search(Method method, int trials, long seed, Map<String, Space> spaces) {
  /** Every combination. */
  public static final Search GRID = new Search(Method.GRID, 0, 0, Map.of());

  /** How points are found. */
  public enum Method {
    /** All of them. */
    GRID,
    /** Drawn at random, each by itself. */
    RANDOM,
    /** Some drawn at random, then one after the other where earlier ones did well: {@link Tpe}. */
    TPE;

    /** The word used in specs and messages. */
    @JsonValue
    public String word() {
      return EnumWords.of(this);
    }
  }

  public Search {
    spaces = Collections.unmodifiableMap(new LinkedHashMap<>(spaces));
  }

  /** Whether later points follow from what earlier ones came to. */
  public boolean learns() {
    return method == Method.TPE;
  }

  /** Whether points are drawn; otherwise every combination is taken. */
  public boolean draws() {
    return method != Method.GRID;
  }
}
