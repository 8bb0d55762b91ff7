package podium.workers.training.checkpoint;

/** A checkpoint that cannot be written or is not the one that was reported. */
public final class CheckpointException extends RuntimeException {
  private final boolean misfit;

  CheckpointException(String message) {
    this(message, false);
  }

  private CheckpointException(String message, boolean misfit) {
    super(message);
    this.misfit = misfit;
  }

  CheckpointException(String message, Throwable cause) {
    super(message, cause);
    this.misfit = false;
  }

  /** A whole checkpoint that is of something else than what is trained. */
  static CheckpointException misfit(String message) {
    return new CheckpointException(message, true);
  }

  /** Whether a whole checkpoint was found that does not fit; looking again does not change that. */
  public boolean isMisfit() {
    return misfit;
  }
}
