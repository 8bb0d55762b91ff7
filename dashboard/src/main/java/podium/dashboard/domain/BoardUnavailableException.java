package podium.dashboard.domain;

/** The stored rows cannot be reached now, and may be later; the message says what to see to. */
public final class BoardUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BoardUnavailableException(String message) {
    super(message);
  }

  public BoardUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
