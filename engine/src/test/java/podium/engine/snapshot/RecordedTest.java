package podium.engine.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import podium.engine.Given;
import podium.engine.Seeds;
import podium.engine.Walk;
import podium.engine.audit.Honest;
import podium.engine.log.Fence;
import podium.engine.log.LogCursor;
import podium.engine.state.Fold;
import podium.engine.state.Memory;
import podium.engine.state.SchedulerState;
import podium.protocol.event.Entry;
import podium.protocol.event.Event;

/** What is remembered of a log goes on as the log does. */
final class RecordedTest {
  private static final LogCursor.Place PLACE =
      new LogCursor.Place(new Fence(2, 3, "u-u-i-d", 7, "ab".repeat(32)), 5, 0);

  @Test
  void anyWalk_rememberedAnywhereAndFoldedFurther_isTheWholeFold() {
    Seeds.upTo(200, random -> goesOn(Walk.of(random), random));
  }

  @Test
  void anyWalkOfHonestWorkers_rememberedAnywhereAndFoldedFurther_isTheWholeFold() {
    Seeds.upTo(
        100,
        random -> {
          Given given = new Given();
          given.fold(
              Honest.term(1 + random.nextInt(4), 1 + random.nextInt(6), 1 + random.nextInt(4)));
          Honest honest = new Honest(given);
          for (int i = 0; i < 150; i++) {
            honest.step(random);
          }
          goesOn(given, random);
        });
  }

  private static void goesOn(Given given, RandomGenerator random) {
    int length = random.nextInt(given.events.size() + 1);
    SchedulerState first = new SchedulerState();
    fold(first, given, 0, length);
    SchedulerState restored = again(first);
    assertThat(restored.snapshot()).isEqualTo(first.snapshot());
    assertThat(Memory.of(restored)).isEqualTo(Memory.of(first));
    fold(restored, given, length, given.events.size());
    assertThat(restored.snapshot()).isEqualTo(given.state.snapshot());
    assertThat(Memory.of(restored)).isEqualTo(Memory.of(given.state));
  }

  private static SchedulerState again(SchedulerState state) {
    Recorded recorded = new Recorded(41, Fence.NO_HEAD, PLACE, Memory.of(state));
    Recorded read = Recorded.decode(recorded.encode());
    assertThat(read.place()).isEqualTo(PLACE);
    assertThat(read.offset()).isEqualTo(41);
    return read.memory().restored();
  }

  private static void fold(SchedulerState state, Given given, int from, int to) {
    for (int i = from; i < to; i++) {
      Event event = given.events.get(i);
      Fold.apply(state, Entry.of(1, "log", i, "", given.times.get(i), event));
    }
  }
}
