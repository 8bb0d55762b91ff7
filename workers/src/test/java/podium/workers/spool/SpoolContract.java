package podium.workers.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static podium.workers.Reports.ended;
import static podium.workers.Reports.epoch;
import static podium.workers.Reports.started;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import podium.engine.worker.Backlog;
import podium.engine.worker.SpooledReport;
import podium.protocol.id.AttemptId;
import podium.protocol.id.TrialId;

/** What every spool promises. */
abstract class SpoolContract {
  static final AttemptId FIRST = new AttemptId(new TrialId("exp-1.1"), 1);
  static final AttemptId OTHER = new AttemptId(new TrialId("exp-1.2"), 3);
  static final long PLENTY = 1 << 20;

  Spool spool;

  /** Opens, or opens again, with that bound in bytes. */
  abstract Spool open(long bound);

  @BeforeEach
  void openSpool() {
    spool = open(PLENTY);
  }

  @AfterEach
  void closeSpool() {
    spool.close();
  }

  void reopen(long bound) {
    spool.close();
    spool = open(bound);
  }

  @Test
  void read_afterOffers_givesThemInOrderByAttempt() {
    spool.offer("a", started("exp-1.1", 1, 1));
    spool.offer("a", started("exp-1.2", 3, 1));
    spool.offer("a", epoch("exp-1.1", 1, 2));

    assertThat(spool.read(FIRST, 0, 10))
        .containsExactly(
            new SpooledReport("a", started("exp-1.1", 1, 1)),
            new SpooledReport("a", epoch("exp-1.1", 1, 2)));
    assertThat(spool.read(FIRST, 1, 10)).hasSize(1);
    assertThat(spool.read(FIRST, 0, 1)).hasSize(1);
    assertThat(spool.read(OTHER, 0, 10)).hasSize(1);
    assertThat(spool.backlog())
        .containsExactly(
            new Backlog(FIRST, "a", 1, 2, false), new Backlog(OTHER, "a", 1, 1, false));
  }

  @Test
  void acknowledge_ofAll_keepsNothingAndGoesOn() {
    spool.offer("a", started("exp-1.1", 1, 1));
    spool.acknowledge(FIRST, 1);
    assertThat(spool.read(FIRST, 0, 10)).isEmpty();

    spool.offer("a", epoch("exp-1.1", 1, 2));
    assertThat(spool.read(FIRST, 0, 10)).hasSize(1);
    assertThat(spool.backlog()).containsExactly(new Backlog(FIRST, "a", 2, 2, false));
  }

  @Test
  void acknowledge_ofSome_keepsTheRest() {
    for (int sequence = 1; sequence <= 5; sequence++) {
      spool.offer("a", epoch("exp-1.1", 1, sequence));
    }
    spool.acknowledge(FIRST, 3);
    spool.acknowledge(FIRST, 2);
    assertThat(spool.read(FIRST, 0, 10).getFirst().report().sequence()).isEqualTo(4);
    assertThat(spool.backlog()).containsExactly(new Backlog(FIRST, "a", 4, 5, false));
  }

  @Test
  void reopen_withBacklog_hasItWithItsHolder() {
    spool.offer("old", started("exp-1.1", 1, 1));
    spool.acknowledge(FIRST, 1);
    spool.offer("old", epoch("exp-1.1", 1, 2));
    spool.offer("old", ended("exp-1.1", 1, 3));
    spool.offer("old", ended("exp-1.2", 3, 1));
    spool.acknowledge(OTHER, 1);
    reopen(PLENTY);

    assertThat(spool.backlog()).containsExactly(new Backlog(FIRST, "old", 2, 3, true));
    assertThat(spool.read(FIRST, 0, 10))
        .containsExactly(
            new SpooledReport("old", epoch("exp-1.1", 1, 2)),
            new SpooledReport("old", ended("exp-1.1", 1, 3)));
    spool.acknowledge(FIRST, 3);
    reopen(PLENTY);
    assertThat(spool.backlog()).isEmpty();
  }

  @Test
  void drop_ofAnAttempt_leavesOthers() {
    spool.offer("a", started("exp-1.1", 1, 1));
    spool.offer("a", started("exp-1.2", 3, 1));
    spool.drop(FIRST);
    assertThat(spool.read(FIRST, 0, 10)).isEmpty();
    assertThat(spool.backlog()).containsExactly(new Backlog(OTHER, "a", 1, 1, false));
  }

  @Test
  void offer_whenFull_saysNoUntilThereIsRoom() {
    reopen(700);
    assertThat(spool.offer("a", epoch("exp-1.1", 1, 1))).isTrue();
    assertThat(spool.offer("a", epoch("exp-1.1", 1, 2))).isFalse();
    assertThat(spool.backlog()).containsExactly(new Backlog(FIRST, "a", 1, 1, false));

    spool.put("a", ended("exp-1.2", 3, 1));
    assertThat(spool.read(OTHER, 0, 10)).hasSize(1);
    spool.acknowledge(OTHER, 1);
    spool.acknowledge(FIRST, 1);
    assertThat(spool.offer("a", epoch("exp-1.1", 1, 2))).isTrue();
  }

  @Test
  void offer_outOfSequence_isRefused() {
    spool.offer("a", started("exp-1.1", 1, 1));
    assertThatThrownBy(() -> spool.offer("a", epoch("exp-1.1", 1, 3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("exp-1.1.1")
        .hasMessageContaining("2");
    spool.offer("a", ended("exp-1.1", 1, 2));
    assertThatThrownBy(() -> spool.offer("a", epoch("exp-1.1", 1, 3)))
        .hasMessageContaining("it ended");
  }

  @Test
  @Timeout(20)
  void awaitChange_whenSomethingIsForgotten_returns() throws Exception {
    spool.offer("a", started("exp-1.1", 1, 1));
    CountDownLatch returned = new CountDownLatch(1);
    Thread waiting =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    spool.awaitChange(Duration.ofDays(1));
                    returned.countDown();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
    while (returned.getCount() > 0) {
      spool.acknowledge(FIRST, 1);
      Thread.onSpinWait();
    }
    waiting.join();
    spool.awaitChange(Duration.ofMillis(1));
  }
}
