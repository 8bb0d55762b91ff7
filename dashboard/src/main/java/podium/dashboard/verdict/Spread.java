package podium.dashboard.verdict;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * The difference of two means, and what is known of its error.
 *
 * @param error standard error of the difference
 * @param freedom degrees of freedom of that; 0 where it is not known
 */
record Spread(double difference, double error, double freedom) {
  /** Of two groups that have nothing to do with each other (Welch 1947). */
  static Spread between(double[] ours, double[] theirs, double resolution) {
    double difference = mean(ours) - mean(theirs);
    if (ours.length < 2 || theirs.length < 2) {
      return new Spread(difference, Double.NaN, 0);
    }
    double first = variance(ours, resolution) / ours.length;
    double second = variance(theirs, resolution) / theirs.length;
    double freedom =
        (first + second)
            * (first + second)
            / (first * first / (ours.length - 1) + second * second / (theirs.length - 1));
    return new Spread(difference, Math.sqrt(first + second), freedom);
  }

  /** Of pairs. */
  static Spread of(double[] differences, double resolution) {
    if (differences.length < 2) {
      return new Spread(mean(differences), Double.NaN, 0);
    }
    // why: each of the two has been rounded
    double variance = variance(differences, resolution * Math.sqrt(2));
    return new Spread(
        mean(differences), Math.sqrt(variance / differences.length), differences.length - 1.0);
  }

  /** The other way round. */
  Spread turned() {
    return new Spread(-difference, error, freedom);
  }

  /** Half of the interval that holds the true difference with all but this probability. */
  double reach(double alpha) {
    return freedom == 0 ? Double.POSITIVE_INFINITY : quantile(freedom, alpha) * error;
  }

  static double quantile(double freedom, double alpha) {
    return TDistribution.of(freedom).inverseSurvivalProbability(alpha / 2);
  }

  static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(Double.NaN);
  }

  /** Of a sample; no less than rounding alone would make. */
  private static double variance(double[] values, double resolution) {
    double mean = mean(values);
    double squares = Arrays.stream(values).map(it -> (it - mean) * (it - mean)).sum();
    return Math.max(squares / (values.length - 1), resolution * resolution / 12);
  }
}
