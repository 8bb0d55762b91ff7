package podium.dashboard.kafka;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread whose work begins anew, whatever it died of, after pauses that grow until it is well
 * again. Thread-safe.
 */
final class Steady implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Steady.class);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
  private static final Duration LASTING = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Function<Throwable, Cause> causes;
  private final Thread thread;
  private volatile Optional<String> failure = Optional.empty();
  private long begun;
  private Duration pause = FIRST_PAUSE;
  private Duration next = FIRST_PAUSE;

  /** What is done until it dies; it says itself when it is well. */
  interface Work {
    void go(Steady thread) throws Exception;
  }

  /**
   * What the work died of.
   *
   * @param told in words, for people
   * @param expected whether the words say everything
   * @param soon whether trying again costs so little that the pauses need not grow
   */
  record Cause(String told, boolean expected, boolean soon) {
    static Cause unexpected(Throwable e) {
      return new Cause("it failed and begins anew; the log says more: " + e, false, false);
    }
  }

  private Steady(String name, Work work, Function<Throwable, Cause> causes) {
    this.causes = causes;
    this.thread = Thread.ofPlatform().name(name).daemon().unstarted(() -> run(work));
  }

  static Steady start(String name, Work work, Function<Throwable, Cause> causes) {
    Steady steady = new Steady(name, work, causes);
    steady.thread.start();
    return steady;
  }

  boolean running() {
    return stopping.getCount() > 0 && thread.isAlive();
  }

  /** Why the work does not go on, while it does not. */
  Optional<String> failure() {
    return failure;
  }

  /** The work goes on as it should. Called by its own thread. */
  void well() {
    failure = Optional.empty();
    next = FIRST_PAUSE;
  }

  /**
   * It goes on. Well when it has something to show for that, or has lasted for a while: what Kafka
   * refuses it may say only after calls that gave nothing. Called by its own thread.
   */
  void goesOn(boolean fruitful) {
    if (fruitful || System.nanoTime() - begun > LASTING.toNanos()) {
      well();
    }
  }

  /** Waits; false when it is time to stop. */
  boolean rest(Duration time) {
    try {
      return !stopping.await(time.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      return running();
    }
  }

  private void run(Work work) {
    while (running()) {
      begun = System.nanoTime();
      try {
        work.go(this);
      } catch (Throwable e) {
        // why: nothing but close() may end this thread, not even an error of the machine
        if (running()) {
          tell(causes.apply(e), e);
        }
      }
      if (rest(pause)) {
        LOG.debug("begins anew; thread={}", thread.getName());
      }
    }
  }

  private void tell(Cause cause, Throwable e) {
    boolean repeated = failure.filter(cause.told()::equals).isPresent();
    failure = Optional.of(cause.told());
    pause = next;
    next = cause.soon() ? FIRST_PAUSE : longer(next);
    if (repeated) {
      LOG.debug("still the same; thread={} cause={}", thread.getName(), cause.told());
    } else if (cause.soon()) {
      LOG.warn("{}; thread={}", cause.told(), thread.getName());
    } else if (cause.expected()) {
      LOG.error("{}; thread={}", cause.told(), thread.getName());
    } else {
      LOG.error("unexpected; thread={}", thread.getName(), e);
    }
  }

  private static Duration longer(Duration time) {
    Duration twice = time.multipliedBy(2);
    return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
  }

  @Override
  public void close() {
    stopping.countDown();
    try {
      thread.join(PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
