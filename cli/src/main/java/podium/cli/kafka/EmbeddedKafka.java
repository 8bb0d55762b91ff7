package podium.cli.kafka;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import podium.cli.error.UserErrorException;

/**
 * A real Kafka broker of one node inside this JVM. What it acknowledged outlives a kill of the JVM,
 * because it lies in the page cache; it does not outlive the loss of power. Thread-safe.
 */
public final class EmbeddedKafka implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedKafka.class);
  private static final Duration LONGEST_STOP = Duration.ofSeconds(30);

  private final BrokerFolder folder;
  private final KafkaRaftServer server;
  private final BrokerDeath death;
  private final int port;
  private final BrokerKey key;

  private EmbeddedKafka(
      BrokerFolder folder, KafkaRaftServer server, BrokerDeath death, int port, BrokerKey key) {
    this.folder = folder;
    this.server = server;
    this.death = death;
    this.port = port;
    this.key = key;
  }

  /**
   * Starts a broker on 127.0.0.1 and waits until it serves.
   *
   * @param port to listen at; 0 for any free one
   * @throws UserErrorException if the port is taken or the folder in use
   */
  public static EmbeddedKafka start(Path folder, int port) {
    BrokerFolder opened = BrokerFolder.open(folder);
    BrokerDeath death = BrokerDeath.of(folder);
    try {
      // why: a start that is refused for its port leaves nothing in the folder
      BrokerKey kept = BrokerKey.of(folder);
      BrokerPorts ports = BrokerPorts.choose(port, kept.port());
      BrokerLimits.require(folder);
      opened.format();
      BrokerKey key = kept.at(ports.own());
      String password = BrokerKey.newPassword();
      KafkaRaftServer server =
          new KafkaRaftServer(
              new KafkaConfig(BrokerSettings.of(opened.logs(), ports, password), false),
              Time.SYSTEM);
      begin(server, death, key, BrokerSettings.ownClient(key.port(), password));
      return new EmbeddedKafka(opened, server, death, ports.everybody(), key);
    } catch (Throwable e) { // why: a full disk may also show as an Error, where a file is mapped
      death.forget();
      opened.close();
      throw refusal(
          folder, e instanceof CompletionException && e.getCause() != null ? e.getCause() : e);
    }
  }

  private static UserErrorException refusal(Path folder, Throwable cause) {
    return cause instanceof UserErrorException told
        ? told
        : new UserErrorException(
            "the embedded Kafka did not start in %s: %s"
                .formatted(
                    folder.toAbsolutePath(),
                    BrokerLimits.exceeded(folder)
                        .orElseGet(() -> String.valueOf(cause.getMessage()))),
            cause);
  }

  /**
   * Completes with a sentence when the broker gives up by itself: its disk is full, its folder
   * gone.
   */
  public CompletionStage<String> death() {
    return death.told();
  }

  /** Where everybody's clients reach it, as {@code host:port}: to ask, and to read. */
  public String bootstrapServers() {
    return BrokerSettings.HOST + ":" + port;
  }

  /** How Podium's own parts reach it: they alone write the event log. */
  public KafkaSettings own() {
    return new KafkaSettings(key.properties());
  }

  /** Stops the broker in order, where it can still be stopped, and lets go of its folder. */
  @Override
  public void close() {
    if (!death.happened()) {
      stop(server, death);
    }
    death.forget();
    folder.close();
  }

  private static void begin(
      KafkaRaftServer server, BrokerDeath death, BrokerKey key, Map<String, String> broker) {
    try {
      CompletableFuture<Void> started =
          apart(
              "kafka-start",
              () -> {
                server.startup();
                open(key, broker);
              });
      CompletableFuture.anyOf(started, refused(death)).join();
    } catch (CompletionException e) {
      if (!death.happened()) {
        stop(server, death); // why: a half-started broker would keep its port and threads
      }
      throw e;
    }
  }

  private static void open(BrokerKey key, Map<String, String> broker) {
    try {
      BrokerGuard.set(key, broker);
      key.keep();
    } catch (ExecutionException | IOException e) {
      throw new CompletionException(e.getCause() == null ? e : e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CompletionException(e);
    }
  }

  private static void stop(KafkaRaftServer server, BrokerDeath death) {
    CompletableFuture<Void> stopped =
        apart(
            "kafka-stop",
            () -> {
              server.shutdown();
              server.awaitShutdown();
            });
    try {
      CompletableFuture.anyOf(stopped, death.told())
          .get(LONGEST_STOP.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("the embedded Kafka did not stop in order: {}", e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static CompletableFuture<String> refused(BrokerDeath death) {
    return death
        .told()
        .thenApply(
            why -> {
              throw new UserErrorException(why);
            });
  }

  // why: a broker that gives up keeps the thread it does so in
  private static CompletableFuture<Void> apart(String name, Runnable work) {
    return CompletableFuture.runAsync(
        work, task -> Thread.ofPlatform().daemon().name(name).start(task));
  }
}
