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

  /** Kilobytes that may wait in memory: a quarter of it. */
  private final int room;

  private final Semaphore roomFree;
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
    this.room = Math.clamp((Runtime.getRuntime().maxMemory() / 4) >> 10, 1, Integer.MAX_VALUE);
    this.roomFree = new Semaphore(room);
    this.look = look;
  }

  /** A crew of a thread for each processor. */
  public static Crew ofProcessors(Runnable look) {
    return new Crew(Runtime.getRuntime().availableProcessors(), look);
  }

  /** Has it done by one of the threads; waits while much is waiting already. */
  public void add(Runnable work) {
    add(0, work);
  }

  /** The same with work that holds so many bytes of memory from now until it is done. */
  public void add(long bytes, Runnable work) {
    // why: what is larger than all the room is done alone
    int needed = (int) Math.min(room, bytes >> 10);
    take(roomFree, needed);
    try {
      take(free, 1);
    } catch (RuntimeException | Error e) {
      roomFree.release(needed);
      throw e;
    }
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
            roomFree.release(needed);
          }
        });
  }

  /** Waits until all of it is done, and throws what the first piece that failed threw. */
  public void finish() {
    take(free, places);
    free.release(places);
    look.run();
  }

  private void take(Semaphore from, int wanted) {
    try {
      while (!from.tryAcquire(wanted, LOOK_NANOS, TimeUnit.NANOSECONDS)) {
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
    from.release(wanted);
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
