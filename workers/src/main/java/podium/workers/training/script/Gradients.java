package podium.workers.training.script;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.IValue;
import java.util.List;

/** The gradients of one loss, in the order of the weights they were asked for; to be closed. */
public final class Gradients implements AutoCloseable {
  private final IValue list;

  Gradients(IValue list) {
    this.list = list;
  }

  /** The gradients as arrays of the manager. */
  public List<NDArray> arrays(NDManager manager) {
    return List.of(list.toTensorArray(Kernels.torch(manager)));
  }

  IValue list() {
    return list;
  }

  @Override
  public void close() {
    list.close();
  }
}
