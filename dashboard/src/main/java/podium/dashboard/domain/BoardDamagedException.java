package podium.dashboard.domain;

/** The stored rows cannot be read; they must be built again from the log. */
public final class BoardDamagedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BoardDamagedException(Throwable cause) {
    super("the stored board is damaged: " + cause.getMessage(), cause);
  }
}
