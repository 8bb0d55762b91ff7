package podium.protocol.codec;

import java.util.Objects;

/** A message that this version of Podium cannot read; its message says what is wrong. */
public final class MalformedMessageException extends RuntimeException {
  MalformedMessageException(String message) {
    super(message);
  }

  MalformedMessageException(String message, Throwable cause) {
    super(message, cause);
  }

  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }
}
