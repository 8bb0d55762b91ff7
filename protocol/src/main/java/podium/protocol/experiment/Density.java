package podium.protocol.experiment;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/**
 * How likely the places of an axis are by those that were seen, and by one that stands for none: a
 * Parzen estimator as in Bergstra et al. (NeurIPS 2011). Immutable.
 */
final class Density {
  private static final int MOST_TRIES = 20;
  private static final double ROOT = StrictMath.sqrt(2 * Math.PI);

  private final int rows;

  /** Of a list: how often each row was seen, with its share of one more. */
  private final double[] weights;

  /** Of a range: where the kernels stand, and how wide they are; the last one is the whole. */
  private final double[] centers;

  private final double[] widths;

  /**
   * Of an axis.
   *
   * @param places that were seen, in [0, 1]
   */
  Density(Axis axis, double[] places) {
    rows = axis.space().isPresent() ? 0 : axis.rows().size();
    weights = new double[rows];
    centers = Arrays.copyOf(places, rows > 0 ? 0 : places.length + 1);
    widths = new double[centers.length];
    if (rows > 0) {
      Arrays.fill(weights, 1.0 / rows);
      Arrays.stream(places).forEach(place -> weights[row(place)]++);
    } else {
      kernels(places);
    }
  }

  private void kernels(double[] places) {
    double[] sorted = places.clone();
    Arrays.sort(sorted);
    double least = 1.0 / Math.min(100, places.length + 2);
    for (int at = 0; at < sorted.length; at++) {
      double left = sorted[at] - (at == 0 ? 0 : sorted[at - 1]);
      double right = (at == sorted.length - 1 ? 1 : sorted[at + 1]) - sorted[at];
      centers[at] = sorted[at];
      widths[at] = Math.clamp(Math.max(left, right), least, 1.0);
    }
    centers[sorted.length] = 0.5;
    widths[sorted.length] = 1;
  }

  private int row(double place) {
    return Math.min(rows - 1, (int) (place * rows));
  }

  /** The logarithm of the density at a place. */
  double log(double place) {
    if (rows > 0) {
      return StrictMath.log(weights[row(place)] / Arrays.stream(weights).sum());
    }
    double sum = 0;
    for (int at = 0; at < centers.length; at++) {
      double within = below(at, 1) - below(at, 0);
      sum += StrictMath.exp(-square((place - centers[at]) / widths[at]) / 2) / widths[at] / within;
    }
    return StrictMath.log(sum / centers.length / ROOT);
  }

  /**
   * A place drawn from it, in [0, 1).
   *
   * @param chance a number in [0, 1) for each name
   */
  double draw(ToDoubleFunction<String> chance) {
    double which = chance.applyAsDouble("which");
    if (rows > 0) {
      double left = which * Arrays.stream(weights).sum();
      int row = 0;
      while (row < rows - 1 && left >= weights[row]) {
        left -= weights[row++];
      }
      return (row + 0.5) / rows;
    }
    int at = (int) (which * centers.length);
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      double place =
          centers[at]
              + widths[at]
                  * normal(
                      chance.applyAsDouble("radius " + tries),
                      chance.applyAsDouble("angle " + tries));
      if (place >= 0 && place < 1) {
        return place;
      }
    }
    return which;
  }

  /** A number of the normal distribution (Box and Muller, 1958). */
  private static double normal(double radius, double angle) {
    return StrictMath.sqrt(-2 * StrictMath.log(1 - radius)) * StrictMath.cos(2 * Math.PI * angle);
  }

  private double below(int kernel, double place) {
    double z = (place - centers[kernel]) / widths[kernel];
    return z < 0 ? 1 - share(-z) : share(z);
  }

  /** The normal distribution's share below z, at least 0 (Abramowitz and Stegun, 26.2.17). */
  private static double share(double z) {
    double t = 1 / (1 + 0.2316419 * z);
    double tail =
        t
            * (0.319381530
                + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
    return 1 - StrictMath.exp(-square(z) / 2) / ROOT * tail;
  }

  private static double square(double x) {
    return x * x;
  }
}
