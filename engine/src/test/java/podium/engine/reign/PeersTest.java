package podium.engine.reign;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import podium.engine.port.Time;
import podium.protocol.event.DecisionSettings;

/** Law 8: silence is what was not heard while we listened. */
final class PeersTest {
  private static final Duration TICK = Duration.ofMillis(500);

  private long nanos = -7;
  private final Peers<String> peers =
      new Peers<>(
          new Time() {
            @Override
            public Instant wall() {
              return Instant.EPOCH;
            }

            @Override
            public long nanos() {
              return nanos;
            }
          },
          DecisionSettings.DEFAULT);

  private void passes(Duration time) {
    nanos += time.toNanos();
  }

  private void looksAfter(Duration time) {
    passes(time);
    peers.look(TICK);
  }

  @Test
  void silence_looksInTime_isTheTimeSinceTheWorkerWasHeard() {
    looksAfter(TICK);
    passes(Duration.ofMillis(200));
    assertThat(peers.heard("i", "here")).isTrue();
    looksAfter(Duration.ofMillis(300));
    assertThat(peers.silence("i")).isEqualTo(Duration.ofMillis(300));
    looksAfter(TICK);
    assertThat(peers.silence("i")).isEqualTo(Duration.ofMillis(800));
    assertThat(peers.heard("i", "there")).isFalse();
    assertThat(peers.silence("i")).isZero();
    assertThat(peers.address("i")).contains("there");
  }

  @Test
  void silence_ofWhoWasNotHeardInThisTermYet_beginsAfterTheFirstLease() {
    for (int look = 0; look < 60; look++) {
      assertThat(peers.silence("trains on")).isLessThan(DecisionSettings.DEFAULT.lostAfter());
      looksAfter(TICK);
    }
    assertThat(peers.silence("trains on")).isEqualTo(DecisionSettings.DEFAULT.lostAfter());
  }

  @Test
  void silence_afterAPauseOfOurOwn_blamesNobodyForIt() {
    peers.heard("i", "here");
    looksAfter(Duration.ofSeconds(60));
    assertThat(peers.silence("i")).isEqualTo(TICK);
    looksAfter(TICK);
    assertThat(peers.silence("i")).isEqualTo(TICK.multipliedBy(2));
  }

  @Test
  void silence_looksThatAreAlwaysLate_growsAllTheSame() {
    peers.heard("i", "here");
    for (int look = 0; look < 80; look++) {
      looksAfter(Duration.ofSeconds(2));
    }
    assertThat(peers.silence("i")).isEqualTo(Duration.ofSeconds(40));
  }

  @Test
  void silence_heardAfterAPauseAndBeforeTheLook_isTheTimeSince() {
    passes(Duration.ofSeconds(60));
    peers.heard("i", "here");
    looksAfter(Duration.ofMillis(10));
    assertThat(peers.silence("i")).isEqualTo(Duration.ofMillis(10));
  }
}
