package podium.workers.training.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import podium.workers.training.random.Randomness;
import podium.workers.training.tensor.Tensors;

/** Draws a parameter's first values from (seed, name), in blocks so that all cores help. */
final class FirstValues {
  private static final int BLOCK = 1 << 16;

  private FirstValues() {}

  static void fill(StateEntry entry, long seed) {
    NDArray array = entry.parameter().getArray();
    int size = Math.toIntExact(array.size());
    boolean wide = array.getDataType() == DataType.FLOAT64;
    ByteBuffer values = Tensors.allocate((long) size * (wide ? Double.BYTES : Float.BYTES));
    IntStream.range(0, Math.ceilDiv(size, BLOCK))
        .parallel()
        .forEach(
            block -> {
              SplittableRandom random = Randomness.stream(seed, entry.name(), block);
              int end = Math.min(size, (block + 1) * BLOCK);
              for (int i = block * BLOCK; i < end; i++) {
                double value = entry.filling().next(random);
                if (wide) {
                  values.putDouble(i * Double.BYTES, value);
                } else {
                  values.putFloat(i * Float.BYTES, (float) value);
                }
              }
            });
    Tensors.write(array, values);
  }
}
