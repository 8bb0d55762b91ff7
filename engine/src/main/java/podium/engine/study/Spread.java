package podium.engine.study;

import java.util.stream.DoubleStream;

/**
 * How seconds are spread: the p-th part is the value at place floor(p n), from 0, of n in order.
 */
public record Spread(double mean, double median, double p95, double p99) {
  static Spread of(DoubleStream values) {
    double[] sorted = values.sorted().toArray();
    return new Spread(
        DoubleStream.of(sorted).average().orElse(0),
        at(sorted, 50),
        at(sorted, 95),
        at(sorted, 99));
  }

  private static double at(double[] sorted, int percent) {
    return sorted.length == 0 ? 0 : sorted[(int) ((long) sorted.length * percent / 100)];
  }
}
