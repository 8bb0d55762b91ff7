package podium.protocol.experiment;

import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;
import java.math.MathContext;
import podium.protocol.Text;

/**
 * A range that an axis's values are drawn from. Immutable.
 *
 * @param low smallest value, above 0 on a logarithmic scale
 * @param high largest value, above {@code low}
 */
public record Space(Scale scale, double low, double high) {
  /** Drawn numbers have so many digits, so that a person can write one of them again. */
  private static final MathContext DIGITS = new MathContext(6);

  /** How a range is gone through. */
  public enum Scale {
    /** Each order of magnitude as often as another. */
    LOG,
    /** Each number as often as another. */
    UNIFORM,
    /** Each whole number as often as another. */
    INT;

    /** The word used in specs and messages. */
    @JsonValue
    public String word() {
      return EnumWords.of(this);
    }
  }

  public Space {
    if (!(low < high) || (scale == Scale.LOG && low <= 0)) {
      throw new IllegalArgumentException(
          Text.of(
              "%s is [%s, %s]; allowed: two numbers, the second greater, and both above 0 for log",
              scale.word(), low, high));
    }
  }

  /** How many values it has; {@link Long#MAX_VALUE} where they are not counted. */
  long count() {
    return scale == Scale.INT ? (long) (high - low) + 1 : Long.MAX_VALUE;
  }

  /**
   * The value at a place of the range.
   *
   * @param unit in [0, 1)
   */
  public double at(double unit) {
    return switch (scale) {
      case INT -> Math.clamp(low + Math.floor(unit * count()), low, high);
      case UNIFORM -> written(low + unit * (high - low));
      // why: Math's functions may differ in the last bit from machine to machine
      case LOG -> {
        double from = StrictMath.log(low);
        yield written(StrictMath.exp(from + unit * (StrictMath.log(high) - from)));
      }
    };
  }

  /** The place of a value in the range, from 0 to 1. */
  public double placeOf(double value) {
    double place =
        switch (scale) {
          case INT -> (value - low + 0.5) / count();
          case UNIFORM -> (value - low) / (high - low);
          case LOG ->
              (StrictMath.log(value) - StrictMath.log(low))
                  / (StrictMath.log(high) - StrictMath.log(low));
        };
    return Math.clamp(place, 0.0, 1.0);
  }

  private double written(double value) {
    return Math.clamp(new BigDecimal(value).round(DIGITS).doubleValue(), low, high);
  }
}
