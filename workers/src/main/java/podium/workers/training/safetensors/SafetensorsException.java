package podium.workers.training.safetensors;

/** A file that is not in the safetensors format, or not whole; its message names file and fault. */
public final class SafetensorsException extends RuntimeException {
  SafetensorsException(String message) {
    super(message);
  }
}
