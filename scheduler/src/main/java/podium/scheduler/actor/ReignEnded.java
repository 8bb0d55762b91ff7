package podium.scheduler.actor;

/** A reign cannot go on; recovery is the ordinary start as a new term. */
final class ReignEnded extends RuntimeException {
  ReignEnded(String message) {
    super(message);
  }

  ReignEnded(String message, Throwable cause) {
    super(message, cause);
  }
}
