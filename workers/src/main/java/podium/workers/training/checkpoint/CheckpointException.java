package podium.workers.training.checkpoint;

/** A checkpoint that cannot be written or is not the one that was reported. */
public final class CheckpointException extends RuntimeException {
  private final Fault fault;

  /** What is at fault. */
  public enum Fault {
    /** The file: it is not there, or no longer what it was. */
    DAMAGED,
    /** It is whole, and of something else than what is trained. */
    MISFIT,
    /** The disk, which did not let it be read or written; it may be well tomorrow. */
    DISK
  }

  CheckpointException(String message) {
    this(Fault.DAMAGED, message);
  }

  CheckpointException(Fault fault, String message) {
    super(message);
    this.fault = fault;
  }

  CheckpointException(Fault fault, String message, Throwable cause) {
    super(message, cause);
    this.fault = fault;
  }

  /** Which it is. */
  public Fault fault() {
    return fault;
  }
}
