package podium.dashboard.domain;

/** The store cannot take rows for what stands in them; nothing of their batch was written. */
public final class UnfitRowsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UnfitRowsException(String message, Throwable cause) {
    super(message, cause);
  }
}
