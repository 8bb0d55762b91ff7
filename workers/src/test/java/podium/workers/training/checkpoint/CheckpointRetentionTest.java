package podium.workers.training.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.protocol.id.TrialId;

final class CheckpointRetentionTest {
  private final NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
  @TempDir private Path folder;

  @AfterEach
  void close() {
    manager.close();
  }

  private void save(int attempt, int epoch, int bestAttempt, int best) {
    CheckpointFolder home = new CheckpointFolder(folder, new TrialId("t-1.1"), attempt, Facts.DATA);
    String path =
        new CheckpointFolder(folder, new TrialId("t-1.1"), bestAttempt, Facts.DATA).path(best);
    Counters counters =
        new Counters(epoch, epoch, 1, Optional.of(new Counters.BestEpoch(best, 0.5)));
    home.begin(
            epoch,
            TrainingState.of(Map.of("w", manager.create(new float[] {epoch})), counters.named()),
            1,
            Runnable::run)
        .save(
            counters,
            saved ->
                Facts.of(
                    "t-1.1",
                    attempt,
                    saved.reference(),
                    Optional.of(new CheckpointFacts.Best(best, 0.5, path))))
        .join();
  }

  private void acknowledge(int attempt, int epoch, int keepEvery) {
    new CheckpointRetention(folder, keepEvery).acknowledged(new TrialId("t-1.1"), attempt, epoch);
  }

  private List<String> left() {
    return new CheckpointStore(folder)
        .of(new TrialId("t-1.1")).stream().map(one -> one.attempt() + "/" + one.epoch()).toList();
  }

  @Test
  void unanswered_epochs_allStay() {
    for (int epoch = 1; epoch <= 6; epoch++) {
      save(1, epoch, 1, 1);
    }
    acknowledge(1, 2, 0);

    assertThat(left()).containsExactly("1/1", "1/2", "1/3", "1/4", "1/5", "1/6");
  }

  @Test
  void answered_leaveTheLastTwoAndTheBest() throws IOException {
    for (int epoch = 1; epoch <= 8; epoch++) {
      save(1, epoch, 1, Math.min(epoch, 3));
    }
    acknowledge(1, 7, 0);

    assertThat(left()).containsExactly("1/3", "1/6", "1/7", "1/8");
    assertThat(Files.exists(folder.resolve("t-1.1/1/epoch-5.json"))).isFalse();
    assertThat(Files.exists(folder.resolve("t-1.1/1/epoch-6.json"))).isTrue();
  }

  @Test
  void everyNth_staysToo() {
    for (int epoch = 1; epoch <= 10; epoch++) {
      save(1, epoch, 1, 1);
    }
    acknowledge(1, 10, 4);

    assertThat(left()).containsExactly("1/1", "1/4", "1/8", "1/9", "1/10");
  }

  @Test
  void answeredOfALaterAttempt_clearsWhatIsSupersededButNotWhatMayBeNeeded() {
    for (int epoch = 1; epoch <= 7; epoch++) {
      save(1, epoch, 1, Math.min(epoch, 2));
    }
    save(2, 6, 1, 2);
    acknowledge(2, 6, 0);

    // why: the last two that the log counts are 6 of attempt 2 and 5 of attempt 1
    assertThat(left()).containsExactly("1/2", "1/5", "2/6");

    save(2, 7, 2, 7);
    save(2, 8, 2, 7);
    acknowledge(2, 8, 0);
    assertThat(left()).containsExactly("2/7", "2/8");
    assertThat(folder.resolve("t-1.1/1")).doesNotExist();
  }

  @Test
  void answeredOfAnEarlierAttempt_touchesNothingOfALaterOne() {
    for (int epoch = 1; epoch <= 5; epoch++) {
      save(1, epoch, 1, 5);
      save(2, epoch, 2, 5);
    }
    acknowledge(1, 5, 0);

    assertThat(left()).containsExactly("2/1", "2/2", "2/3", "1/4", "2/4", "1/5", "2/5");
  }

  @Test
  void best_whenTheJsonIsGone_isKnownFromTheCheckpointItself() throws IOException {
    for (int epoch = 1; epoch <= 6; epoch++) {
      save(1, epoch, 1, Math.min(epoch, 2));
    }
    Files.delete(folder.resolve("t-1.1/1/epoch-6.json"));
    acknowledge(1, 6, 0);

    assertThat(left()).containsExactly("1/2", "1/5", "1/6");
  }

  @Test
  void trial_ofWhichNothingLiesHere_isNoError() {
    acknowledge(1, 6, 0);

    assertThat(left()).isEmpty();
  }

  @Test
  void halfCheckpoint_ofAnEarlierAttempt_goesWhenALaterOneCounts() throws IOException {
    Path killed = Files.createDirectories(folder.resolve("t-1.1/1"));
    Files.writeString(killed.resolve("epoch-1.safetensors.part"), "half");
    Path writing = Files.createDirectories(folder.resolve("t-1.1/3"));
    Files.writeString(writing.resolve("epoch-2.safetensors.part"), "half");
    save(2, 1, 2, 1);

    acknowledge(2, 1, 0);

    assertThat(killed).doesNotExist();
    assertThat(writing.resolve("epoch-2.safetensors.part")).exists();
  }
}
