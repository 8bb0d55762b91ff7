package podium.workers.training.checkpoint;

/** A checkpoint was trained on other data than those at hand; its message says what differs. */
public final class OtherDataException extends RuntimeException {
  OtherDataException(String message) {
    super(message);
  }
}
