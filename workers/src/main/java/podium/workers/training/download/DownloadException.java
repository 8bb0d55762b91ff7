package podium.workers.training.download;

/** A file that cannot be fetched; its message says what is wrong and what to do. */
public final class DownloadException extends RuntimeException {
  private final boolean passing;

  DownloadException(String message, Throwable cause, boolean passing) {
    super(message, cause);
    this.passing = passing;
  }

  /** Whether trying again may help. */
  public boolean mayPass() {
    return passing;
  }
}
