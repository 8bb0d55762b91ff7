package podium.workers.training.safetensors;

import java.util.Arrays;
import java.util.Optional;

/** The types of numbers Podium reads and writes, under their names in the format. */
public enum ElementType {
  F64(8),
  F32(4),
  F16(2),
  BF16(2),
  I64(8),
  I32(4),
  I16(2),
  I8(1),
  U8(1),
  BOOL(1);

  private final int bytes;

  ElementType(int bytes) {
    this.bytes = bytes;
  }

  /** What one number takes. */
  public int bytes() {
    return bytes;
  }

  static Optional<ElementType> named(String name) {
    return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
  }
}
