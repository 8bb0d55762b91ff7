package podium.workers.training.safetensors;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Takes bytes in order. */
@FunctionalInterface
public interface ByteSink {
  /** Takes the remaining bytes of a buffer, whose content may change afterwards. */
  void take(ByteBuffer bytes) throws IOException;
}
