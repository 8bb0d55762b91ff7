package podium.workers.training.safetensors;

import java.util.List;

/**
 * What a header says of a tensor; immutable.
 *
 * @param offset of its first byte, counted from the end of the header
 */
public record TensorInfo(ElementType type, List<Long> shape, long offset) {
  public TensorInfo {
    shape = List.copyOf(shape);
  }

  /** How many numbers it has; 1 for a scalar, whose shape is empty. */
  public long count() {
    return shape.stream().reduce(1L, Math::multiplyExact);
  }

  /** How many bytes it takes. */
  public long bytes() {
    return Math.multiplyExact(count(), type.bytes());
  }

  /** Type and shape for people, such as {@code F32 [64, 3, 7, 7]}. */
  public String described() {
    return type + " " + shape;
  }
}
