package podium.cli.node;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waiting with an end. */
final class Patience {
  private static final long TURN_MILLIS = 50;

  private Patience() {}

  static boolean until(Duration longest, BooleanSupplier condition) {
    CountDownLatch never = new CountDownLatch(1);
    long deadline = System.nanoTime() + longest.toNanos();
    while (!condition.getAsBoolean()) {
      try {
        if (System.nanoTime() > deadline || never.await(TURN_MILLIS, TimeUnit.MILLISECONDS)) {
          return false;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return true;
  }
}
