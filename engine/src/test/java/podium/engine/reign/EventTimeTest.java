package podium.engine.reign;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import podium.engine.port.Time;

/** Law 7: times never go back, and go on by the monotonic clock. */
final class EventTimeTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

  private final AtomicLong nanos = new AtomicLong(-5);
  private Instant wall = NOON;
  private final Time clocks =
      new Time() {
        @Override
        public Instant wall() {
          return wall;
        }

        @Override
        public long nanos() {
          return nanos.get();
        }
      };

  private EventTime time(Instant now, Instant lastEvent) {
    wall = now;
    return new EventTime(clocks, lastEvent);
  }

  @Test
  void next_wallClockAhead_beginsThere() {
    EventTime time = time(NOON, NOON.minusSeconds(60));
    assertThat(time.next()).isEqualTo(NOON);
    nanos.addAndGet(Duration.ofSeconds(3).toNanos());
    assertThat(time.next()).isEqualTo(NOON.plusSeconds(3));
  }

  @Test
  void next_wallClockWentBackAnHour_goesOnFromTheLastEventWithoutStandingStill() {
    EventTime time = time(NOON.minusSeconds(3600), NOON);
    assertThat(time.next()).isEqualTo(NOON);
    nanos.addAndGet(Duration.ofSeconds(3).toNanos());
    assertThat(time.next()).isEqualTo(NOON.plusSeconds(3));
    assertThat(time.behindTheWall()).isZero();
  }

  @Test
  void behindTheWall_machineSlept_tellsForHowLong() {
    EventTime time = time(NOON, NOON);
    nanos.addAndGet(Duration.ofSeconds(3).toNanos());
    wall = NOON.plusSeconds(3 + 8 * 3600);
    assertThat(time.behindTheWall()).isEqualTo(Duration.ofHours(8));
  }
}
