package podium.dashboard.domain;

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
 * @param multiplyAdds of the forward pass of one image, where the model tells them
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
    Optional<Long> multiplyAdds,
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
        Optional.of(start.multiplyAdds()).filter(count -> count > 0),
        Optional.of(start.imageSize()));
  }

  /** The same with best and seconds of these epochs alone. */
  Learning over(List<Mark> counting) {
    Learning all = with(Optional.empty(), Optional.empty(), 0);
    for (Mark mark : counting) {
      all = all.plus(mark);
    }
    return all;
  }

  /** One more epoch that counts; of equals the earlier stays the best. */
  Learning plus(Mark mark) {
    double before = bestTestAccuracy.orElse(Double.NEGATIVE_INFINITY);
    boolean better = mark.testAccuracy().filter(accuracy -> accuracy > before).isPresent();
    return with(
        better ? mark.testAccuracy() : bestTestAccuracy,
        better ? Optional.of(mark.epoch()) : bestEpoch,
        seconds + mark.seconds());
  }

  private Learning with(Optional<Double> best, Optional<Integer> at, double sum) {
    return new Learning(
        epoch,
        best,
        at,
        trainLoss,
        trainAccuracy,
        testLoss,
        testAccuracy,
        sum,
        parameters,
        multiplyAdds,
        imageSize);
  }

  /** The epoch that was reported last. */
  Learning reported(EpochResult result) {
    return new Learning(
        result.epoch(),
        bestTestAccuracy,
        bestEpoch,
        Optional.of(result.train().loss()),
        Optional.of(result.train().accuracy()),
        result.test().map(Score::loss).or(() -> testLoss),
        result.test().map(Score::accuracy).or(() -> testAccuracy),
        seconds,
        parameters,
        multiplyAdds,
        imageSize);
  }
}
