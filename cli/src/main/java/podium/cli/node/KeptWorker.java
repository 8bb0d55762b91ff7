package podium.cli.node;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import podium.workers.Worker;

/**
 * A worker that is started anew when it ended by itself, unless it was refused for good.
 * Thread-safe.
 */
final class KeptWorker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KeptWorker.class);

  private final Supplier<Worker> starting;
  private final Duration pause;
  private final ScheduledThreadPoolExecutor thread =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().daemon().name("worker-keeper").factory());
  private Optional<Worker> worker = Optional.empty();
  private boolean closed;

  private KeptWorker(Supplier<Worker> starting, Duration pause) {
    this.starting = starting;
    this.pause = pause;
    // why: settings are read with the class loader of whoever made the thread
    thread.prestartAllCoreThreads();
  }

  /**
   * Starts it; what that throws the first time is thrown.
   *
   * @param pause before each further start
   */
  static KeptWorker start(Supplier<Worker> starting, Duration pause) {
    KeptWorker kept = new KeptWorker(starting, pause);
    kept.begin();
    return kept;
  }

  /** Whether the scheduler knows it. */
  synchronized boolean registered() {
    return worker.filter(Worker::registered).isPresent();
  }

  /** Why it will not come back, in a sentence. */
  synchronized Optional<String> refusal() {
    return worker.flatMap(Worker::refusal);
  }

  private synchronized void begin() {
    if (closed) {
      return;
    }
    Worker started = starting.get();
    worker = Optional.of(started);
    started.whenEnded().thenAccept(why -> ended(started, why));
  }

  private void ended(Worker dead, String why) {
    if (dead.refusal().isPresent()) {
      return;
    }
    LOG.error("{}; it is started anew", why);
    later(
        () -> {
          dead.close();
          again();
        });
  }

  private void again() {
    try {
      begin();
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).log("the worker cannot be started; tried again soon");
      later(this::again);
    }
  }

  private void later(Runnable step) {
    try {
      ScheduledFuture<?> unused = thread.schedule(step, pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("closed meanwhile", e);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    thread.shutdownNow();
    worker.ifPresent(Worker::close);
  }
}
