package podium.workers.training.checkpoint;

/** A checkpoint that cannot be written or is not the one that was reported. */
public final class CheckpointException extends RuntimeException {
  CheckpointException(String message) {
    super(message);
  }

  CheckpointException(String message, Throwable cause) {
    super(message, cause);
  }
}
