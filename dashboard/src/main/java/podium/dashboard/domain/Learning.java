package podium.dashboard.domain;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import podium.protocol.report.EpochResult;
import podium.protocol.report.Score;
import podium.protocol.report.Start;

/**
 * How far and how well a trial has learned. Immutable.
 *
 * @param epoch last epoch that counts; 0 before the first
 * @param bestTestAccuracy share in [0, 1], over epochs that count
 * @param seconds sum over the epochs that count
 * @param parameters trainable parameters, once an attempt has begun
 */
public record Learning(
    int epoch,
    Optional<Double> bestTestAccuracy,
    Optional<Integer> bestEpoch,
    Optional<Double> trainLoss,
    Optional<Double> trainAccuracy,
    Optional<Double> testLoss,
    Optional<Double> testAccuracy,
    double seconds,
    Optional<Long> parameters,
    Optional<Integer> imageSize) {
  /** Nothing learned yet. */
  public static final Learning NONE =
      new Learning(
          0,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          0,
          Optional.empty(),
          Optional.empty());

  Learning started(Start start) {
    return new Learning(
        epoch,
        bestTestAccuracy,
        bestEpoch,
        trainLoss,
        trainAccuracy,
        testLoss,
        testAccuracy,
        seconds,
        Optional.of(start.parameters()),
        Optional.of(start.imageSize()));
  }

  /** The epoch that was reported last, seen with all epochs that count. */
  Learning reported(EpochResult result, List<Mark> counting) {
    Optional<Mark> best =
        counting.stream()
            .filter(mark -> mark.testAccuracy().isPresent())
            .max(
                Comparator.comparingDouble((Mark mark) -> mark.testAccuracy().orElseThrow())
                    .thenComparing(Comparator.comparingInt(Mark::epoch).reversed()));
    return new Learning(
        result.epoch(),
        best.flatMap(Mark::testAccuracy),
        best.map(Mark::epoch),
        Optional.of(result.train().loss()),
        Optional.of(result.train().accuracy()),
        result.test().map(Score::loss).or(() -> testLoss),
        result.test().map(Score::accuracy).or(() -> testAccuracy),
        counting.stream().mapToDouble(Mark::seconds).sum(),
        parameters,
        imageSize);
  }
}
