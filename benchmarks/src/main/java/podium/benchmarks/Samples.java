package podium.benchmarks;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/** Measured values in rising order; immutable. */
final class Samples {
  private final double[] sorted;

  private Samples(double[] sorted) {
    this.sorted = sorted;
  }

  static Samples of(double[] values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("nothing was measured");
    }
    double[] copy = values.clone();
    Arrays.sort(copy);
    return new Samples(copy);
  }

  static Samples of(DoubleStream values) {
    return of(values.toArray());
  }

  Samples plus(double[] more) {
    return of(DoubleStream.concat(Arrays.stream(sorted), Arrays.stream(more)));
  }

  int count() {
    return sorted.length;
  }

  double least() {
    return sorted[0];
  }

  double most() {
    return sorted[sorted.length - 1];
  }

  double mean() {
    return Arrays.stream(sorted).average().orElseThrow();
  }

  double median() {
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** The value that a share of all do not exceed. */
  double quantile(double share) {
    return sorted[Math.min(sorted.length - 1, (int) Math.ceil(share * sorted.length) - 1)];
  }
}
