package podium.workers;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import podium.protocol.id.TrialId;
import podium.workers.domain.CheckpointKeeper;
import podium.workers.training.checkpoint.CheckpointRetention;

/** Deletes checkpoints on a thread of its own, one after the other. Thread-safe. */
final class CheckpointPruning implements CheckpointKeeper, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CheckpointPruning.class);

  private final CheckpointRetention retention;
  private final int every;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("checkpoint-pruning").factory());

  CheckpointPruning(Path home, int keepEvery) {
    this.every = keepEvery;
    this.retention = new CheckpointRetention(home, keepEvery);
  }

  @Override
  public void acknowledged(TrialId trial, int attempt, int epoch) {
    thread.execute(() -> prune(trial, attempt, epoch));
  }

  @Override
  public int every() {
    return every;
  }

  private void prune(TrialId trial, int attempt, int epoch) {
    try {
      retention.acknowledged(trial, attempt, epoch);
    } catch (UncheckedIOException e) {
      // why: what stays is tried again with the next epoch
      LOG.atWarn()
          .addKeyValue("trial", trial)
          .addKeyValue("attempt", attempt)
          .setCause(e)
          .log("old checkpoints stay");
    }
  }

  /** Lets what is under way end. */
  @Override
  public void close() {
    thread.close();
  }
}
