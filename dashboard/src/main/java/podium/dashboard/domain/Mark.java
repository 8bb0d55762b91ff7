package podium.dashboard.domain;

import java.util.Optional;
import podium.protocol.report.EpochResult;
import podium.protocol.report.Score;

/** The part of an epoch that a trial's summary is made of. Immutable. */
public record Mark(
    int attempt,
    int epoch,
    Score train,
    Optional<Score> test,
    Optional<Score> validation,
    double seconds) {

  static Mark of(int attempt, EpochResult result) {
    return new Mark(
        attempt,
        result.epoch(),
        result.train(),
        result.test(),
        result.validation(),
        result.seconds());
  }

  Optional<Double> testAccuracy() {
    return test.map(Score::accuracy);
  }

  Optional<Double> validationAccuracy() {
    return validation.map(Score::accuracy);
  }
}
