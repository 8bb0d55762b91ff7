package podium.cli.kafka;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.utils.internals.Exit;

/**
 * Hears when a broker of this JVM gives up. Kafka then ends the process from wherever it stands;
 * here it is said why, and the thread that gave up stays where it is. Thread-safe.
 */
final class BrokerDeath {
  /** Kafka's way out is one for the whole JVM, and does not tell which broker takes it. */
  private static final List<BrokerDeath> LIVING = new CopyOnWriteArrayList<>();

  private final Path folder;
  private final CompletableFuture<String> told = new CompletableFuture<>();

  private BrokerDeath(Path folder) {
    this.folder = folder;
  }

  /** From now on hears of the end of the broker in that folder. */
  static BrokerDeath of(Path folder) {
    Exit.setExitProcedure(BrokerDeath::happened);
    Exit.setHaltProcedure(BrokerDeath::happened);
    BrokerDeath death = new BrokerDeath(folder);
    LIVING.add(death);
    return death;
  }

  /** Completes with the reason in a sentence, when it happens. */
  CompletableFuture<String> told() {
    return told.copy();
  }

  /** Whether it has happened; such a broker cannot be stopped in order any more. */
  boolean happened() {
    return told.isDone();
  }

  /** No longer of interest. */
  void forget() {
    LIVING.remove(this);
  }

  private static void happened(int code, String message) {
    for (BrokerDeath one : LIVING) {
      one.told.complete(
          "the embedded Kafka gave up: "
              + BrokerLimits.exceeded(one.folder)
                  .orElseGet(
                      () ->
                          message == null || message.isBlank()
                              ? "its log says why; start again, it goes on where it was"
                              : message));
    }
    stay();
  }

  // why: Kafka relies on this call not to come back
  private static void stay() {
    while (true) {
      LockSupport.park();
      var unused = Thread.interrupted(); // why: it would not wait any more otherwise
    }
  }
}
