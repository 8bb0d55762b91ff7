package podium.dashboard.verdict;

import java.util.OptionalDouble;

/**
 * What a group's scores tell of their mean.
 *
 * @param deviation standard deviation of the sample; unknown of fewer than two
 * @param low end of the interval that holds the true mean with the certainty asked for (Student's);
 *     unknown of fewer than two
 * @param high end of that interval
 */
public record Estimate(
    int scores,
    OptionalDouble mean,
    OptionalDouble deviation,
    OptionalDouble low,
    OptionalDouble high) {

  /**
   * Of a group's scores.
   *
   * @param certainty that the interval holds the true mean, such as 0.95
   */
  public static Estimate of(Group group, double certainty) {
    double[] scores = group.values();
    if (scores.length == 0) {
      OptionalDouble none = OptionalDouble.empty();
      return new Estimate(0, none, none, none, none);
    }
    double mean = Spread.mean(scores);
    Spread spread = Spread.of(scores, 0);
    if (spread.freedom() == 0) {
      OptionalDouble none = OptionalDouble.empty();
      return new Estimate(scores.length, OptionalDouble.of(mean), none, none, none);
    }
    double reach = spread.reach(1 - certainty);
    return new Estimate(
        scores.length,
        OptionalDouble.of(mean),
        OptionalDouble.of(spread.error() * Math.sqrt(scores.length)),
        OptionalDouble.of(mean - reach),
        OptionalDouble.of(mean + reach));
  }
}
