package podium.workers.training;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Function;
import podium.protocol.report.EpochResult;
import podium.workers.training.checkpoint.CheckpointDraft;
import podium.workers.training.checkpoint.CheckpointFacts;
import podium.workers.training.checkpoint.CheckpointFolder;
import podium.workers.training.checkpoint.Counters;

/**
 * The checkpoint that is on its way to disk while training goes on, and its epoch's report, which
 * waits for it; at most one. For one thread.
 */
final class Underway {
  private final Consumer<EpochResult> report;
  private Optional<CheckpointDraft> draft = Optional.empty();
  private Optional<Written> written = Optional.empty();

  private record Written(
      CompletableFuture<CheckpointFolder.Saved> saved,
      Function<CheckpointFolder.Saved, EpochResult> result) {}

  /**
   * None yet.
   *
   * @param report is told of each epoch whose checkpoint is on disk, in order
   */
  Underway(Consumer<EpochResult> report) {
    this.report = report;
  }

  /** A checkpoint is being written, of an epoch that is not scored yet. */
  void begin(CheckpointDraft begun) {
    draft = Optional.of(begun);
  }

  /** Its epoch is scored. */
  void save(
      Counters counters,
      Function<CheckpointFolder.Saved, CheckpointFacts> facts,
      Function<CheckpointFolder.Saved, EpochResult> result) {
    written = draft.map(begun -> new Written(begun.save(counters, facts), result));
    draft = Optional.empty();
  }

  /**
   * Reports the epoch if its checkpoint is on disk by now.
   *
   * @throws podium.workers.training.checkpoint.CheckpointException when it could not be written
   */
  void look() {
    if (written.filter(one -> one.saved().isDone()).isPresent()) {
      await();
    }
  }

  /** Waits until the checkpoint is on disk, and reports its epoch; otherwise likewise. */
  void await() {
    Optional<Written> last = written;
    written = Optional.empty();
    last.ifPresent(one -> report.accept(one.result().apply(saved(one))));
  }

  /** Whatever ends the attempt: what was scored is waited for, what was not is dropped. */
  void end() {
    draft.ifPresent(CheckpointDraft::drop);
    draft = Optional.empty();
    await();
  }

  private static CheckpointFolder.Saved saved(Written one) {
    try {
      return one.saved().join();
    } catch (CompletionException e) {
      switch (e.getCause()) {
        case RuntimeException failure -> throw failure;
        case Error failure -> throw failure;
        case null, default -> throw e;
      }
    }
  }
}
