package podium.workers.training.download;

/** A file that cannot be fetched; its message says what is wrong and what to do. */
public final class DownloadException extends RuntimeException {
  DownloadException(String message, Throwable cause) {
    super(message, cause);
  }
}
