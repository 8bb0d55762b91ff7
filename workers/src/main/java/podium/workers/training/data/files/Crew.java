package podium.workers.training.data.files;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Work spread over several threads while the thread that hands it out tells how far it is. For one
 * thread; nothing of it goes on once it is closed.
 */
public final class Crew implements AutoCloseable {
  private static final int WAITING_PER_THREAD = 2;
  private static final long LOOK_NANOS = 200_000_000;

  private final ExecutorService threads;
  private final int places;
  private final Semaphore free;
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final Runnable look;
  private long lastLook = System.nanoTime();

  /**
   * A crew of as many threads.
   *
   * @param look called several times a second while there is work, by the thread that hands it out;
   *     what it throws ends the work
   */
  public Crew(int size, Runnable look) {
    this.threads =
        Executors.newFixedThreadPool(size, Thread.ofPlatform().daemon().name("data-", 0).factory());
    this.places = size * (1 + WAITING_PER_THREAD);
    this.free = new Semaphore(places);
    this.look = look;
  }

  /** A crew of a thread for each processor. */
  public static Crew ofProcessors(Runnable look) {
    return new Crew(Runtime.getRuntime().availableProcessors(), look);
  }

  /** Has it done by one of the threads; waits while much is waiting already. */
  public void add(Runnable work) {
    take(1);
    threads.execute(
        () -> {
          try {
            if (failure.get() == null) {
              work.run();
            }
          } catch (RuntimeException | Error e) {
            failure.compareAndSet(null, e);
          } finally {
            free.release();
          }
        });
  }

  /** Waits until all of it is done, and throws what the first piece that failed threw. */
  public void finish() {
    take(places);
    free.release(places);
    look.run();
  }

  private void take(int wanted) {
    try {
      while (!free.tryAcquire(wanted, LOOK_NANOS, TimeUnit.NANOSECONDS)) {
        lookIfDue();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a data set was read", e);
    }
    Throwable failed = failure.get();
    if (failed == null) {
      lookIfDue();
      return;
    }
    free.release(wanted);
    switch (failed) {
      case Error e -> throw e;
      case RuntimeException e -> throw e;
      default -> throw new IllegalStateException(failed);
    }
  }

  private void lookIfDue() {
    if (System.nanoTime() - lastLook >= LOOK_NANOS) {
      lastLook = System.nanoTime();
      look.run();
    }
  }

  /** Ends the threads; waits for what is under way. */
  @Override
  public void close() {
    failure.compareAndSet(null, new IllegalStateException("the crew is closed"));
    threads.close();
  }
}
