package podium.workers.training.pretrained;

import ai.djl.ndarray.types.DataType;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import podium.workers.training.safetensors.ElementType;
import podium.workers.training.tensor.Tensors;

/** Floating-point numbers of one type as another; stateless. */
final class Numbers {
  private Numbers() {}

  /**
   * Values as a network has them.
   *
   * @param source little-endian
   * @param target FLOAT32 or FLOAT64
   * @throws WeightsException when the source holds whole numbers
   */
  static ByteBuffer converted(ByteBuffer source, ElementType type, DataType target) {
    if (type == ElementType.F32 && target == DataType.FLOAT32) {
      return source;
    }
    int count = source.remaining() / type.bytes();
    boolean wide = target == DataType.FLOAT64;
    ByteBuffer values = Tensors.allocate((long) count * target.getNumOfBytes());
    for (int i = 0; i < count; i++) {
      double value = number(source, type);
      if (wide) {
        values.putDouble(value);
      } else {
        values.putFloat((float) value);
      }
    }
    return values.flip();
  }

  /** Whether none of the values, FLOAT32 or FLOAT64, is infinite or not a number. */
  static boolean areFinite(ByteBuffer values, DataType type) {
    boolean finite = true;
    if (type == DataType.FLOAT64) {
      DoubleBuffer numbers = values.asDoubleBuffer();
      while (finite && numbers.hasRemaining()) {
        finite = Double.isFinite(numbers.get());
      }
    } else {
      FloatBuffer numbers = values.asFloatBuffer();
      while (finite && numbers.hasRemaining()) {
        finite = Float.isFinite(numbers.get());
      }
    }
    return finite;
  }

  private static double number(ByteBuffer source, ElementType type) {
    return switch (type) {
      case F64 -> source.getDouble();
      case F32 -> source.getFloat();
      case F16 -> Float.float16ToFloat(source.getShort());
      case BF16 -> Float.intBitsToFloat(source.getShort() << Short.SIZE);
      case I64, I32, I16, I8, U8, BOOL ->
          throw new WeightsException(
              "weights hold %s where floating-point numbers belong; save them as float32"
                  .formatted(type));
    };
  }
}
