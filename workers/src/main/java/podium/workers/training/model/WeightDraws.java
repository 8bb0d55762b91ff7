package podium.workers.training.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.nio.ByteBuffer;
import java.util.stream.IntStream;
import podium.workers.training.random.Draws;
import podium.workers.training.random.Randomness;
import podium.workers.training.tensor.Tensors;

/** Draws a parameter's first values from (seed, name), in blocks so that all cores help. */
final class WeightDraws {
  private static final int BLOCK = 64 * Draws.COUNT;

  private final StateEntry entry;
  private final long seed;
  private final int size;
  private final boolean wide;

  private WeightDraws(StateEntry entry, long seed) {
    NDArray array = entry.parameter().getArray();
    this.entry = entry;
    this.seed = seed;
    this.size = Math.toIntExact(array.size());
    this.wide = array.getDataType() == DataType.FLOAT64;
  }

  static void fill(StateEntry entry, long seed) {
    Tensors.fill(entry.parameter().getArray(), new WeightDraws(entry, seed)::into);
  }

  private void into(ByteBuffer values) {
    IntStream.range(0, Math.ceilDiv(size, BLOCK)).parallel().forEach(block -> into(values, block));
  }

  private void into(ByteBuffer values, int block) {
    Draws draws = new Draws(Randomness.mixed(seed, entry.name(), block));
    float[] drawn = new float[Draws.COUNT];
    int end = Math.min(size, (block + 1) * BLOCK);
    for (int start = block * BLOCK; start < end; start += drawn.length) {
      entry.filling().next(draws, drawn);
      entry.filling().settle(start, drawn);
      put(values, start, drawn, Math.min(end - start, drawn.length));
    }
  }

  private void put(ByteBuffer values, int start, float[] drawn, int count) {
    if (wide) {
      for (int i = 0; i < count; i++) {
        values.putDouble((start + i) * Double.BYTES, drawn[i]);
      }
    } else {
      values.asFloatBuffer().put(start, drawn, 0, count);
    }
  }
}
