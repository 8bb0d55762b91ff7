package podium.workers.training.pretrained;

/** Weights that cannot be had or do not fit; its message says what is wrong and what to do. */
public final class WeightsException extends RuntimeException {
  WeightsException(String message) {
    super(message);
  }

  WeightsException(String message, Throwable cause) {
    super(message, cause);
  }
}
