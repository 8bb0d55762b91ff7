package podium.workers.training.checkpoint;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import podium.workers.training.tensor.Tensors;

/** Memory for a copy of a training's state, used anew for each epoch. For one thread. */
public final class StateCopy implements AutoCloseable {
  private final NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
  private final SortedMap<String, NDArray> tensors = new TreeMap<>();

  /** As much memory as such a state takes. */
  public StateCopy(TrainingState like) {
    like.tensors()
        .forEach(
            (name, tensor) ->
                tensors.put(name, manager.create(tensor.getShape(), tensor.getDataType())));
  }

  /** The state as it is now, in this memory; what the copy before it had is gone. */
  public TrainingState of(TrainingState state) {
    state
        .tensors()
        .forEach(
            (name, tensor) ->
                Tensors.read(
                    tensor,
                    values ->
                        Tensors.write(Objects.requireNonNull(tensors.get(name), name), values)));
    return new TrainingState(tensors, state.counters());
  }

  @Override
  public void close() {
    manager.close();
  }
}
