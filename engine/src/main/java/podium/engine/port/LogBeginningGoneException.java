package podium.engine.port;

import podium.protocol.topic.MissingBeginning;

/** The event log cannot be folded, because its first records are gone; its message says all. */
public final class LogBeginningGoneException extends RuntimeException {
  public LogBeginningGoneException(MissingBeginning missing) {
    super(missing.told());
  }
}
