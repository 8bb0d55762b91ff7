package podium.dashboard.domain;

/** The board's folder cannot be used; the message says why, and what a person can do. */
public final class UnusableBoardException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UnusableBoardException(String message, Throwable cause) {
    super(message, cause);
  }
}
