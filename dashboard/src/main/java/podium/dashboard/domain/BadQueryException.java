package podium.dashboard.domain;

/** A question that cannot be answered; the message says what to do. */
public final class BadQueryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BadQueryException(String message) {
    super(message);
  }
}
