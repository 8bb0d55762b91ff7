package podium.cli.command;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;

/** Stays until SIGTERM or Ctrl-C, and then stops in order. */
final class UntilStopped {
  private UntilStopped() {}

  /** Has the part closed when the JVM is told to end. */
  static <T extends AutoCloseable> T closing(T part) {
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .name("stop")
                .unstarted(
                    () -> {
                      try {
                        part.close();
                      } catch (Exception e) {
                        System.err.println("podium: did not stop in order: " + e.getMessage());
                      }
                    }));
    return part;
  }

  /** Waits until a part ended by itself, and gives what it says; else the end comes by signal. */
  static String await(CompletionStage<String> ended) {
    return ended.toCompletableFuture().join();
  }

  /** Waits for ever; the end comes by signal. */
  static void await() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
