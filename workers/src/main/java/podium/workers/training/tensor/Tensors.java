package podium.workers.training.tensor;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;

/** Copies the values of tensors in and out, native byte order; stateless. */
public final class Tensors {
  private Tensors() {}

  /** A direct, zeroed buffer in the byte order tensors use. */
  public static ByteBuffer allocate(long bytes) {
    return ByteBuffer.allocateDirect(Math.toIntExact(bytes)).order(ByteOrder.nativeOrder());
  }

  /**
   * Overwrites a tensor with the buffer's remaining bytes.
   *
   * <p>DJL's own {@code set} would make the tensor a view of the Java buffer, whose alignment
   * differs from torch's, and with it the last bits of a sum.
   */
  public static void write(NDArray target, ByteBuffer values) {
    if (target.getDevice().isGpu()) {
      try (NDManager manager = target.getManager().newSubManager()) {
        target.set(
            new NDIndex(":"), manager.create(values, target.getShape(), target.getDataType()));
      }
    } else {
      target.toByteBuffer(true).put(values.duplicate());
    }
  }

  /** Overwrites a tensor with what is put into the buffer, on a processor its own memory. */
  public static void fill(NDArray target, Consumer<ByteBuffer> values) {
    if (target.getDevice().isGpu()) {
      ByteBuffer buffer = allocate(target.size() * target.getDataType().getNumOfBytes());
      values.accept(buffer);
      write(target, buffer);
    } else {
      values.accept(target.toByteBuffer(true).order(ByteOrder.nativeOrder()));
    }
  }

  /** Takes the values of a tensor. */
  @FunctionalInterface
  public interface Reader<E extends Exception> {
    void take(ByteBuffer values) throws E;
  }

  /**
   * Shows the values of a tensor, row-major, which are there until the reader returns.
   *
   * <p>What DJL copies from a GPU lives as long as the tensor's own manager, so it is given
   * another.
   */
  public static <E extends Exception> void read(NDArray source, Reader<E> reader) throws E {
    if (source.getDevice().isGpu()) {
      try (NDManager manager = source.getManager().newSubManager()) {
        NDArray copy = source.toDevice(Device.cpu(), true);
        copy.attach(manager);
        reader.take(copy.toByteBuffer(true));
      }
    } else {
      reader.take(source.toByteBuffer(true));
    }
  }
}
