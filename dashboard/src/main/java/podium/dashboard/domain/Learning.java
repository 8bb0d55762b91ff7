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
 * @param bestTestAccuracy share in [0, 1], in the best of the epochs that count
 * @param bestValidationAccuracy likewise, of the images held out; decides which epoch is the best
 *     where there is one
 * @param extremes of all epochs that count
 * @param seconds sum over the epochs that count
 * @param parameters trainable parameters, once an attempt has begun
 * @param multiplyAdds of the forward pass of one image, where the model tells them
 */
public record Learning(
    int epoch,
    Optional<Double> bestTestAccuracy,
    Optional<Double> bestValidationAccuracy,
    Optional<Integer> bestEpoch,
    Optional<Double> trainLoss,
    Optional<Double> trainAccuracy,
    Optional<Double> testLoss,
    Optional<Double> testAccuracy,
    Extremes extremes,
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
          Optional.empty(),
          Extremes.NONE,
          0,
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  Learning started(Start start) {
    return new Learning(
        epoch,
        bestTestAccuracy,
        bestValidationAccuracy,
        bestEpoch,
        trainLoss,
        trainAccuracy,
        testLoss,
        testAccuracy,
        extremes,
        seconds,
        Optional.of(start.parameters()),
        Optional.of(start.multiplyAdds()).filter(count -> count > 0),
        Optional.of(start.imageSize()));
  }

  /** The same with best, extremes and seconds of these epochs alone. */
  Learning over(List<Mark> counting) {
    Learning all =
        best(Optional.empty(), Optional.empty(), Optional.empty()).with(0, Extremes.NONE);
    for (Mark mark : counting) {
      all = all.plus(mark);
    }
    return all;
  }

  /** One more epoch that counts; of equals the earlier stays the best. */
  Learning plus(Mark mark) {
    Learning longer = with(seconds + mark.seconds(), extremes.plus(mark));
    return betters(mark)
        ? longer.best(mark.testAccuracy(), mark.validationAccuracy(), Optional.of(mark.epoch()))
        : longer;
  }

  private boolean betters(Mark mark) {
    Optional<Double> reached = mark.validationAccuracy().or(mark::testAccuracy);
    double before =
        bestValidationAccuracy.or(() -> bestTestAccuracy).orElse(Double.NEGATIVE_INFINITY);
    return reached.filter(accuracy -> accuracy > before).isPresent();
  }

  private Learning best(
      Optional<Double> test, Optional<Double> validation, Optional<Integer> atEpoch) {
    return new Learning(
        epoch,
        test,
        validation,
        atEpoch,
        trainLoss,
        trainAccuracy,
        testLoss,
        testAccuracy,
        extremes,
        seconds,
        parameters,
        multiplyAdds,
        imageSize);
  }

  private Learning with(double sum, Extremes now) {
    return new Learning(
        epoch,
        bestTestAccuracy,
        bestValidationAccuracy,
        bestEpoch,
        trainLoss,
        trainAccuracy,
        testLoss,
        testAccuracy,
        now,
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
        bestValidationAccuracy,
        bestEpoch,
        Optional.of(result.train().loss()),
        Optional.of(result.train().accuracy()),
        result.test().map(Score::loss).or(() -> testLoss),
        result.test().map(Score::accuracy).or(() -> testAccuracy),
        extremes,
        seconds,
        parameters,
        multiplyAdds,
        imageSize);
  }
}
