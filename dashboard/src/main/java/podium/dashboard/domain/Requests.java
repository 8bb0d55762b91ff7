package podium.dashboard.domain;

import podium.protocol.event.Source;

/** Where people's requests go. Thread-safe. */
public interface Requests {
  /**
   * Hands a request on, as it is.
   *
   * @return where it now stands
   * @throws RequestNotTakenException when it was not taken in time
   */
  Source publish(byte[] json);

  /** Nobody took the request; it may be sent again. */
  final class RequestNotTakenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public RequestNotTakenException(Throwable cause) {
      super("Kafka did not take the request; try again when it is up: " + cause, cause);
    }
  }
}
