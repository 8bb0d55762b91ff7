package podium.cli.command;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Model.CommandSpec;

/** Stays until SIGTERM, Ctrl-C or the end of a part that must live, and then stops in order. */
final class UntilStopped {
  private static final Logger LOG = LoggerFactory.getLogger(UntilStopped.class);
  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(15);
  private static final CountDownLatch STOPPING = new CountDownLatch(1);

  private UntilStopped() {}

  /** Has the part closed when the JVM is told to end. */
  static <T extends AutoCloseable> T closing(T part) {
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .name("stop")
                .unstarted(
                    () -> {
                      STOPPING.countDown();
                      try {
                        part.close();
                      } catch (Exception e) {
                        System.err.println("podium: did not stop in order: " + e.getMessage());
                      }
                    }));
    return part;
  }

  /** Ends the process, and says why, when a part ends that nobody told to. */
  static void ending(CommandSpec spec, CompletionStage<String> ended) {
    // why: not on the part's own thread, which may be what closing waits for
    var unused =
        ended.thenAcceptAsync(
            why -> end(spec, why), task -> Thread.ofPlatform().daemon().name("end").start(task));
  }

  /** Ends the process, and says so, when a thread of any part ends on an error of the JVM. */
  static void endingOnErrors(CommandSpec spec) {
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, failure) -> {
          LOG.error("thread {} ended on a defect", thread.getName(), failure);
          if (failure instanceof Error) {
            end(spec, Failures.told(failure));
          }
        });
  }

  /** Waits until a part ended by itself, and gives what it says; else the end comes by signal. */
  static String await(CompletionStage<String> ended) {
    return ended.toCompletableFuture().join();
  }

  /** Waits so long, or until the JVM is told to end; false then. */
  static boolean rest(Duration time) {
    try {
      return !STOPPING.await(time.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Waits for ever; the end comes by signal, or by {@link #ending}. */
  static void await() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void end(CommandSpec spec, String why) {
    if (STOPPING.getCount() == 0) {
      return;
    }
    Terminal.complain(spec, List.of("podium: " + why));
    // why: parts that wait for the one that ended must not keep the process
    Thread.ofPlatform().daemon().name("end-at-last").start(UntilStopped::halt);
    System.exit(ExitCodes.ENDED);
  }

  private static void halt() {
    try {
      new CountDownLatch(1).await(LONGEST_CLOSE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(ExitCodes.ENDED);
  }
}
