package podium.cli.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.protocol.event.Slot;
import podium.protocol.experiment.Limits;
import podium.protocol.report.Outcome;
import podium.workers.Worker;
import podium.workers.config.WorkerSettings;
import podium.workers.domain.Assignment;
import podium.workers.domain.Trainer;
import podium.workers.domain.TrainerEvent;

final class KeptWorkerTest {
  @TempDir private Path folder;

  private record Idle() implements Trainer {
    @Override
    public void train(Assignment assignment, Consumer<TrainerEvent> events) {
      events.accept(new TrainerEvent.Ended(Outcome.SUCCEEDED, ""));
    }

    @Override
    public void limit(Limits limits) {}

    @Override
    public void stop(Outcome why) {}

    @Override
    public void close() {}
  }

  @Test
  void worker_thatDiesOfADefect_isStartedAnewUntilItLives() {
    WorkerSettings settings =
        WorkerSettings.from(
            ConfigFactory.load(
                ConfigFactory.parseString(
                    "podium.worker { data-dir = \"%s\" }\npodium.checkpoints.dir = \"%s\""
                        .formatted(folder.resolve("own"), folder.resolve("checkpoints")))));
    AtomicInteger starts = new AtomicInteger();
    KeptWorker kept =
        KeptWorker.start(
            () -> {
              int start = starts.incrementAndGet();
              return Worker.start(
                  settings,
                  List.of(new Slot("cpu:0", "")),
                  settings.catalog(),
                  slot -> {
                    if (start < 3) {
                      throw new IllegalStateException("no trainer at start " + start);
                    }
                    return new Idle();
                  });
            },
            Duration.ofMillis(50));
    try (kept) {
      await().atMost(Duration.ofSeconds(30)).until(() -> starts.get() == 3);
      await()
          .during(Duration.ofSeconds(1))
          .atMost(Duration.ofSeconds(5))
          .until(() -> starts.get() == 3);
      assertThat(kept.refusal()).isEmpty();
      assertThat(kept.registered()).isFalse();
    }
    assertThat(starts).hasValue(3);
  }
}
