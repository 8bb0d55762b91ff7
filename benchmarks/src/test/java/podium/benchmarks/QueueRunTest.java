package podium.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small load runs through a real broker and scheduler to its end, and is counted right. */
final class QueueRunTest {
  private static final List<WorkClass> CLASSES =
      List.of(
          new WorkClass("small", 6, 1, Duration.ofMillis(50), 50, Duration.ofMillis(20)),
          new WorkClass("medium", 3, 3, Duration.ofMillis(100), 100, Duration.ofMillis(50)),
          new WorkClass("large", 1, 6, Duration.ofMillis(200), 200, Duration.ofMillis(60)));

  private static final QueueLoad LOAD = new QueueLoad(3, 6, 2, 12, CLASSES, true);

  @TempDir private Path folder;

  @Test
  void load_ofThreeQueues_endsWithEachTrialOnce() {
    QueueOutcome outcome = QueueRun.of(LOAD, folder, Duration.ofMinutes(2));
    assertThat(outcome.violations()).isZero();
    assertThat(outcome.facts())
        .containsEntry("ExperimentAccepted", 30L)
        .containsEntry("TrialPlaced", 30L)
        .containsEntry("EpochCompleted", 30L)
        .containsEntry("TrialEnded", 30L)
        .containsEntry("WorkerRegistered", 2L)
        .doesNotContainKeys("ReportFenced", "RequestRejected", "TrialRequeued");
    for (WorkClass of : CLASSES) {
      QueueOutcome.Waited waited = Objects.requireNonNull(outcome.byClass().get(of.name()));
      assertThat(waited.placed().count()).isEqualTo(3 * of.count());
      assertThat(waited.ordered().least()).isGreaterThanOrEqualTo(waited.placed().least());
    }
    assertThat(outcome.seconds()).isGreaterThan(LOAD.ideal());
    assertThat(outcome.given()).isBetween(LOAD.ideal() / outcome.seconds(), 1.0);
    assertThat(outcome.scheduler()).isPositive().isLessThan(outcome.process());
  }

  @Test
  void loadOfKueue_isAsTheyPublishIt() {
    QueueLoad load = QueueLoad.ofKueue(true);
    assertThat(load.trials()).isEqualTo(15_000);
    assertThat(load.allSlots()).isEqualTo(600);
    assertThat(load.ideal()).isEqualTo(66.0);
    assertThat(load.lastArrival()).isEqualTo(60.0);
    assertThat(load.submissions()).hasSize(15_000);
    assertThat(QueueLoad.ofKueue(false).lastArrival()).isZero();
  }
}
