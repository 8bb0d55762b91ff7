package podium.workers.training.model;

import ai.djl.ndarray.types.Shape;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** The formula by which golden values fill a tensor: SplitMix64 of the CRC-32 of its name. */
final class GoldenFormula {
  private final String name;
  private final Shape shape;
  private final long start;

  GoldenFormula(String name, Shape shape) {
    CRC32 crc = new CRC32();
    crc.update(name.getBytes(StandardCharsets.UTF_8));
    this.name = name;
    this.shape = shape;
    this.start = crc.getValue() << 32;
  }

  double value(long index) {
    double uniform = uniform(start + index);
    if (name.equals("input")) {
      return 2 * uniform - 1;
    }
    if (name.endsWith("running_var")) {
      return 0.5 + uniform;
    }
    if (name.endsWith("running_mean") || name.endsWith("bias")) {
      return (2 * uniform - 1) * 0.1;
    }
    if (shape.dimension() >= 2) {
      double fanIn = (double) shape.size() / shape.get(0);
      return (2 * uniform - 1) * Math.sqrt(6 / fanIn);
    }
    return 0.5 + uniform;
  }

  private static double uniform(long position) {
    long z = position + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return ((z ^ (z >>> 31)) >>> 11) * 0x1p-53;
  }
}
