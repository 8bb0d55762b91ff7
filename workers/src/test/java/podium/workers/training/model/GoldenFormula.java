package podium.workers.training.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import podium.workers.training.tensor.Tensors;

/** The formula by which golden values fill a tensor: SplitMix64 of the CRC-32 of its name. */
final class GoldenFormula {
  private static final int BLOCK = 1 << 16;

  private final long start;
  private final boolean positive;
  private final double bound;

  GoldenFormula(String name, Shape shape) {
    CRC32 crc = new CRC32();
    crc.update(name.getBytes(StandardCharsets.UTF_8));
    this.start = crc.getValue() << 32;
    boolean small = name.endsWith("running_mean") || name.endsWith("bias");
    boolean image = name.equals("input");
    this.positive = name.endsWith("running_var") || !image && !small && shape.dimension() < 2;
    double fanIn = (double) shape.size() / shape.get(0);
    this.bound = image ? 1 : small ? 0.1 : Math.sqrt(6 / fanIn);
  }

  static void fill(Network network) {
    network.state().forEach(entry -> fill(entry.name(), entry.parameter().getArray()));
  }

  static void fill(String name, NDArray array) {
    GoldenFormula formula = new GoldenFormula(name, array.getShape());
    boolean wide = array.getDataType() == DataType.FLOAT64;
    int size = Math.toIntExact(array.size());
    ByteBuffer values = Tensors.allocate((long) size * array.getDataType().getNumOfBytes());
    IntStream.range(0, Math.ceilDiv(size, BLOCK))
        .parallel()
        .forEach(
            block -> {
              int end = Math.min(size, (block + 1) * BLOCK);
              for (int i = block * BLOCK; i < end; i++) {
                if (wide) {
                  values.putDouble(i * Double.BYTES, formula.value(i));
                } else {
                  values.putFloat(i * Float.BYTES, (float) formula.value(i));
                }
              }
            });
    Tensors.write(array, values);
  }

  private double value(long index) {
    double uniform = uniform(start + index);
    return positive ? 0.5 + uniform : (2 * uniform - 1) * bound;
  }

  private static double uniform(long position) {
    long z = position + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return ((z ^ (z >>> 31)) >>> 11) * 0x1p-53;
  }
}
