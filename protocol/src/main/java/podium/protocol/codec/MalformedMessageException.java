package podium.protocol.codec;

/** A message that this version of Podium cannot read; its message says what is wrong. */
public final class MalformedMessageException extends RuntimeException {
  MalformedMessageException(String message, Throwable cause) {
    super(message, cause);
  }
}
