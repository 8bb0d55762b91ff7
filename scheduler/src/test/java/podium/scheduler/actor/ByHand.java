package podium.scheduler.actor;

import java.time.Duration;
import podium.engine.port.Election;

/** An election whose outcome a test says. */
final class ByHand implements Election, Election.Factory {
  volatile boolean closed;
  volatile int answers;
  private volatile Listener listener = new Nobody();

  @Override
  public Election open(Listener opened) {
    listener = opened;
    return this;
  }

  /** Waits until somebody takes part. */
  void elect() {
    org.awaitility.Awaitility.await().until(() -> !(listener instanceof Nobody));
    listener.elected();
  }

  void dismiss() {
    listener.dismissed();
  }

  @Override
  @SuppressWarnings("NonAtomicVolatileUpdate") // why: one actor alone says it
  public void answers() {
    answers++;
  }

  @Override
  public void withdraw(Duration longest) {}

  @Override
  public void close() {
    closed = true;
  }

  private record Nobody() implements Listener {
    @Override
    public void elected() {}

    @Override
    public void dismissed() {}

    @Override
    public void note(String text) {}
  }
}
