package podium.workers.training.download;

/** A file that cannot be fetched; its message says what is wrong and what to do. */
public final class DownloadException extends RuntimeException {
  private final Fault fault;

  /** What is at fault. */
  enum Fault {
    /** There is no way to the server, and another try fails too. */
    NO_WAY,
    /** The server has something else, or nothing. */
    CONTENT,
    /** The transfer broke. */
    NET
  }

  DownloadException(String message, Throwable cause, Fault fault) {
    super(message, cause);
    this.fault = fault;
  }

  /** Whether trying again may help. */
  public boolean mayPass() {
    return fault != Fault.NO_WAY;
  }

  /** Whether the transfer broke, which is nobody's fault who asked for it. */
  public boolean isOfTheNet() {
    return fault == Fault.NET;
  }
}
