package podium.workers.training.data.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

final class CrewTest {
  private final AtomicInteger looks = new AtomicInteger();

  private static void worksFor(long millis) {
    long until = System.nanoTime() + millis * 1_000_000;
    while (System.nanoTime() < until) {
      LockSupport.parkNanos(until - System.nanoTime());
    }
  }

  @Test
  void manySmallPieces_areLookedAtSeveralTimesASecond() {
    AtomicInteger done = new AtomicInteger();
    try (Crew crew = new Crew(4, looks::incrementAndGet)) {
      for (int i = 0; i < 200; i++) {
        crew.add(
            () -> {
              worksFor(20);
              done.incrementAndGet();
            });
      }
      crew.finish();
    }

    assertThat(done).hasValue(200);
    assertThat(looks.get()).as("in a second of work").isGreaterThanOrEqualTo(3);
  }

  @Test
  void lookThatThrows_endsTheWork() {
    AtomicInteger done = new AtomicInteger();
    assertThatThrownBy(
            () -> {
              try (Crew crew =
                  new Crew(
                      2,
                      () -> {
                        throw new IllegalStateException("stopped");
                      })) {
                for (int i = 0; i < 1000; i++) {
                  crew.add(
                      () -> {
                        worksFor(10);
                        done.incrementAndGet();
                      });
                }
              }
            })
        .hasMessage("stopped");

    assertThat(done.get()).isLessThan(500);
  }

  @Test
  void largePieces_waitForRoomInMemory() {
    AtomicInteger held = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    long half = Runtime.getRuntime().maxMemory() / 9;
    try (Crew crew = new Crew(8, looks::incrementAndGet)) {
      for (int i = 0; i < 20; i++) {
        // why: what is handed out is in memory already
        crew.add(
            half,
            () -> {
              most.accumulateAndGet(held.incrementAndGet(), Math::max);
              worksFor(5);
              held.decrementAndGet();
            });
      }
      crew.add(Long.MAX_VALUE, () -> most.accumulateAndGet(held.get(), Math::max));
      crew.finish();
    }
    assertThat(most).hasValue(2);
  }

  @Test
  void largePieces_behindOneThatFails_areNotWaitedForInVain() {
    long half = Runtime.getRuntime().maxMemory() / 9;
    assertThatThrownBy(
            () -> {
              try (Crew crew = new Crew(1, looks::incrementAndGet)) {
                for (int i = 0; i < 20; i++) {
                  crew.add(
                      half,
                      () -> {
                        throw new IllegalArgumentException("broken");
                      });
                }
                crew.finish();
              }
            })
        .hasMessage("broken");
  }

  @Test
  void pieceThatFails_endsTheWorkWithItsReason() {
    try (Crew crew = new Crew(2, looks::incrementAndGet)) {
      crew.add(
          () -> {
            throw new IllegalArgumentException("broken");
          });
      assertThatThrownBy(crew::finish).hasMessage("broken");
      assertThatThrownBy(() -> crew.add(() -> {})).hasMessage("broken");
    }
  }
}
