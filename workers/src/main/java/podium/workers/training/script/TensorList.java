package podium.workers.training.script;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import java.util.List;

/** Tensors that are handed to functions again and again; to be closed. */
public final class TensorList implements AutoCloseable {
  private final IValue list;

  private TensorList(IValue list) {
    this.list = list;
  }

  /** The arrays in their order; they must outlive the list's use. */
  public static TensorList of(List<NDArray> arrays) {
    return new TensorList(
        IValue.listFrom(arrays.stream().map(Kernels::torch).toArray(PtNDArray[]::new)));
  }

  IValue list() {
    return list;
  }

  @Override
  public void close() {
    list.close();
  }
}
