package podium.dashboard.verdict;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How often chance alone would set two groups as far apart: of all ways to deal the same scores out
 * anew, the share with a difference at least as large, in either direction (Fisher, Pitman).
 * Stateless.
 */
final class Luck {
  private static final long MOST = 200_000;

  /** Of the larger of two sums that differ by rounding alone. */
  private static final double ROUNDING = 1e-9;

  private Luck() {}

  /**
   * @param share of the arrangements
   * @param least that the share could have come to with so many scores
   */
  record Found(double share, double least) {}

  /** Scores dealt out among both groups; unknown where there are too many ways. */
  static Optional<Found> between(double[] ours, double[] theirs) {
    double ways = ways(ours.length + theirs.length, ours.length);
    if (ways > MOST) {
      return Optional.empty();
    }
    double[] all = new double[ours.length + theirs.length];
    System.arraycopy(ours, 0, all, 0, ours.length);
    System.arraycopy(theirs, 0, all, ours.length, theirs.length);
    double total = sum(all);
    // why: the difference of means follows from the sum of the one group
    double expected = total * ours.length / all.length;
    double apart = Math.abs(sum(ours) - expected);
    long asFar = dealt(all, 0, ours.length, 0, expected, apart * (1 - ROUNDING));
    double least = ours.length == theirs.length ? 2 / ways : 1 / ways;
    return Optional.of(new Found(asFar / ways, Math.min(1, least)));
  }

  private static long dealt(
      double[] all, int from, int left, double sum, double expected, double apart) {
    if (left == 0) {
      return Math.abs(sum - expected) >= apart ? 1 : 0;
    }
    long asFar = 0;
    for (int i = from; i <= all.length - left; i++) {
      asFar += dealt(all, i + 1, left - 1, sum + all[i], expected, apart);
    }
    return asFar;
  }

  /** Each pair the one way round or the other; unknown where there are too many ways. */
  static Optional<Found> ofPairs(double[] differences) {
    double ways = Math.pow(2, differences.length);
    if (ways > MOST) {
      return Optional.empty();
    }
    double apart = Math.abs(sum(differences)) * (1 - ROUNDING);
    long asFar = turned(differences, 0, 0, apart);
    return Optional.of(new Found(asFar / ways, Math.min(1, 2 / ways)));
  }

  private static long turned(double[] differences, int at, double sum, double apart) {
    if (at == differences.length) {
      return Math.abs(sum) >= apart ? 1 : 0;
    }
    return turned(differences, at + 1, sum + differences[at], apart)
        + turned(differences, at + 1, sum - differences[at], apart);
  }

  static OptionalDouble share(Optional<Found> found) {
    return found.stream().mapToDouble(Found::share).findAny();
  }

  private static double sum(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum;
  }

  private static double ways(int all, int chosen) {
    double ways = 1;
    for (int i = 1; i <= chosen; i++) {
      ways = ways * (all - chosen + i) / i;
    }
    return Math.rint(ways);
  }
}
