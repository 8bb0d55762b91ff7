package podium.dashboard.domain;

import java.util.Optional;
import java.util.function.DoubleBinaryOperator;
import podium.protocol.report.Score;

/**
 * The smallest and the largest of each measure of a trial, over the epochs that count. Losses are
 * in nats, accuracies shares in [0, 1]; a loss that is no number is left out. Immutable.
 */
public record Extremes(
    Optional<Double> minTrainLoss,
    Optional<Double> maxTrainLoss,
    Optional<Double> minTrainAccuracy,
    Optional<Double> maxTrainAccuracy,
    Optional<Double> minTestLoss,
    Optional<Double> maxTestLoss,
    Optional<Double> minTestAccuracy,
    Optional<Double> maxTestAccuracy) {
  /** Of no epoch. */
  public static final Extremes NONE =
      new Extremes(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /** With one more epoch. */
  Extremes plus(Mark mark) {
    Optional<Double> trainLoss = Optional.of(mark.train().loss());
    Optional<Double> trainAccuracy = Optional.of(mark.train().accuracy());
    Optional<Double> testLoss = mark.test().map(Score::loss);
    Optional<Double> testAccuracy = mark.test().map(Score::accuracy);
    return new Extremes(
        either(minTrainLoss, trainLoss, Math::min),
        either(maxTrainLoss, trainLoss, Math::max),
        either(minTrainAccuracy, trainAccuracy, Math::min),
        either(maxTrainAccuracy, trainAccuracy, Math::max),
        either(minTestLoss, testLoss, Math::min),
        either(maxTestLoss, testLoss, Math::max),
        either(minTestAccuracy, testAccuracy, Math::min),
        either(maxTestAccuracy, testAccuracy, Math::max));
  }

  private static Optional<Double> either(
      Optional<Double> before, Optional<Double> further, DoubleBinaryOperator chosen) {
    Optional<Double> number = further.filter(Double::isFinite);
    return before.isEmpty() || number.isEmpty()
        ? before.or(() -> number)
        : Optional.of(chosen.applyAsDouble(before.get(), number.get()));
  }
}
