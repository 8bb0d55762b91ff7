package podium.cli.error;

import java.util.Objects;

/** Something a person can mend; its message says what is wrong, where, and what to do. */
public final class UserErrorException extends RuntimeException {
  public UserErrorException(String message) {
    super(message);
  }

  public UserErrorException(String message, Throwable cause) {
    super(message, cause);
  }

  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }
}
