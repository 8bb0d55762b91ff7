package podium.dashboard.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import podium.protocol.report.Score;

final class ExtremesTest {
  @Test
  void lossThatIsNoNumber_isLeftOut() {
    Score none = new Score(Double.NaN, 1, 10);
    Extremes only = Extremes.NONE.plus(mark(none));
    assertThat(only.minTrainLoss()).isEmpty();
    assertThat(only.minTrainAccuracy()).contains(0.1);
    Extremes before = only.plus(mark(new Score(2.5, 2, 10)));
    assertThat(before.plus(mark(none))).isEqualTo(before);
    assertThat(before.maxTrainLoss()).contains(2.5);
  }

  private static Mark mark(Score train) {
    return new Mark(1, 1, train, Optional.empty(), Optional.empty(), 1);
  }
}
