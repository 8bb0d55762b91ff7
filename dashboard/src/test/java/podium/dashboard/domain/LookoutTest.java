package podium.dashboard.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import podium.engine.forecast.Expected;

/** Nobody looks more often than he must. */
final class LookoutTest {
  private static final Instant NOW = Instant.parse("2026-11-24T00:00:00Z");

  @Test
  void expected_isGoodForAWhile() {
    List<Instant> looked = new ArrayList<>();
    Lookout lookout =
        new Lookout(
            now -> {
              looked.add(now);
              return Optional.of(Expected.of(now, Map.of()));
            });
    assertThat(lookout.expected(NOW).at()).isEqualTo(NOW);
    assertThat(lookout.expected(NOW.plusMillis(1_999)).at()).isEqualTo(NOW);
    assertThat(lookout.expected(NOW.plusSeconds(2)).at()).isEqualTo(NOW.plusSeconds(2));
    assertThat(lookout.expected(NOW).at()).as("a clock that went back").isEqualTo(NOW);
    assertThat(looked).hasSize(3);
  }

  @Test
  void expected_whereTheStateIsNotKnown_isNothing() {
    assertThat(new Lookout(now -> Optional.empty()).expected(NOW)).isEqualTo(Expected.NOTHING);
  }
}
