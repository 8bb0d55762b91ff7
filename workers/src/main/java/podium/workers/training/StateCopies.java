package podium.workers.training;

import java.util.Optional;
import podium.workers.training.checkpoint.CheckpointFolder;
import podium.workers.training.checkpoint.StateCopy;
import podium.workers.training.checkpoint.TrainingState;

/** Where an attempt's state is copied to, if there is room for it; for one thread. */
final class StateCopies implements AutoCloseable {
  private Optional<StateCopy> memory = Optional.empty();
  private boolean asked;

  /** A copy, in the memory of the one before; nothing where there is no room for any. */
  Optional<TrainingState> of(TrainingState state) {
    if (!asked) {
      asked = true;
      memory =
          MemoryUse.hasRoomFor(CheckpointFolder.bytes(state))
              ? Optional.of(NativeHeap.keeping(() -> new StateCopy(state)))
              : Optional.empty();
    }
    return memory.map(copy -> copy.of(state));
  }

  @Override
  public void close() {
    memory.ifPresent(StateCopy::close);
  }
}
