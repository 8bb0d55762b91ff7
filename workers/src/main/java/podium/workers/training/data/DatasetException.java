package podium.workers.training.data;

/** A data set that cannot be had; its message says what is wrong and what to do. */
public final class DatasetException extends RuntimeException {
  private final boolean passing;

  public DatasetException(String message) {
    super(message);
    this.passing = false;
  }

  public DatasetException(String message, Throwable cause) {
    this(message, cause, false);
  }

  private DatasetException(String message, Throwable cause, boolean passing) {
    super(message, cause);
    this.passing = passing;
  }

  /** Of a fault that may be over when it is tried again, such as a connection that broke. */
  static DatasetException passing(String message, Throwable cause) {
    return new DatasetException(message, cause, true);
  }

  /** Whether trying again may help. */
  public boolean mayPass() {
    return passing;
  }
}
