package podium.dashboard.notification;

import java.time.Duration;
import java.util.Optional;

/** Sends one message. Thread-safe. */
public interface Post {
  /** Sends it once, and says what came of it; in bounded time. */
  Outcome send(Target target, String id, String body) throws InterruptedException;

  /** What came of it. */
  sealed interface Outcome {}

  /** The receiver has it. */
  record Taken() implements Outcome {}

  /** The receiver will not have it, however often it is sent. */
  record Refused(String why) implements Outcome {}

  /**
   * It may go better later.
   *
   * @param after before which the receiver wants to hear no more
   */
  record Failed(String why, Optional<Duration> after) implements Outcome {}
}
