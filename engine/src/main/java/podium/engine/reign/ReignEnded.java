package podium.engine.reign;

/** A reign cannot go on; recovery is the ordinary start as a new term. */
public final class ReignEnded extends RuntimeException {
  public ReignEnded(String message) {
    super(message);
  }

  public ReignEnded(String message, Throwable cause) {
    super(message, cause);
  }
}
