package podium.workers.training.data;

/** A data set, or a picture of it, that cannot be had; its message says what is wrong. */
public final class DatasetException extends RuntimeException {
  public DatasetException(String message) {
    super(message);
  }

  public DatasetException(String message, Throwable cause) {
    super(message, cause);
  }
}
