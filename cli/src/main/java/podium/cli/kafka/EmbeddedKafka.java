package podium.cli.kafka;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
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
import podium.protocol.topic.Topics;

/**
 * A real Kafka broker of one node inside this JVM. What it acknowledged outlives a kill of the JVM,
 * because it lies in the page cache; it does not outlive the loss of power. Thread-safe.
 */
public final class EmbeddedKafka implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedKafka.class);
  private static final String HOST = "127.0.0.1";
  private static final Duration LONGEST_STOP = Duration.ofSeconds(30);

  private final BrokerFolder folder;
  private final KafkaRaftServer server;
  private final BrokerDeath death;
  private final int port;

  private EmbeddedKafka(BrokerFolder folder, KafkaRaftServer server, BrokerDeath death, int port) {
    this.folder = folder;
    this.server = server;
    this.death = death;
    this.port = port;
  }

  /**
   * Starts a broker on 127.0.0.1 and waits until it serves.
   *
   * @param port to listen at; 0 for any free one
   * @throws UserErrorException if the port is taken or the folder in use
   */
  public static EmbeddedKafka start(Path folder, int port) {
    int chosen = free(port);
    BrokerFolder opened = BrokerFolder.open(folder);
    BrokerDeath death = BrokerDeath.of(folder);
    try {
      BrokerLimits.require(folder);
      opened.format();
      KafkaRaftServer server =
          new KafkaRaftServer(
              new KafkaConfig(settings(opened.logs(), chosen, free(0)), false), Time.SYSTEM);
      begin(server, death);
      return new EmbeddedKafka(opened, server, death, chosen);
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

  /** Where clients reach it, as {@code host:port}. */
  public String bootstrapServers() {
    return HOST + ":" + port;
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

  private static void begin(KafkaRaftServer server, BrokerDeath death) {
    try {
      CompletableFuture.anyOf(apart("kafka-start", server::startup), refused(death)).join();
    } catch (CompletionException e) {
      if (!death.happened()) {
        stop(server, death); // why: a half-started broker would keep its port and threads
      }
      throw e;
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

  private static int free(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return socket.getLocalPort();
    } catch (IllegalArgumentException e) {
      throw new UserErrorException("--kafka-port is %d; allowed: 0 to 65535".formatted(port), e);
    } catch (IOException e) {
      throw new UserErrorException(
          "port %d on %s is taken; stop what listens there, or choose another with --kafka-port"
              .formatted(port, HOST),
          e);
    }
  }

  private static Map<String, String> settings(Path logs, int port, int controllerPort) {
    Map<String, String> all = new TreeMap<>();
    all.put("process.roles", "broker,controller");
    all.put("node.id", Integer.toString(BrokerFolder.NODE));
    // why: a static quorum does not store the controller's port, so each start may take a new one
    all.put("controller.quorum.voters", BrokerFolder.NODE + "@" + HOST + ":" + controllerPort);
    all.put("controller.listener.names", BrokerFolder.CONTROLLER);
    all.put(
        "listeners",
        "PLAINTEXT://%s:%d,%s://%s:%d"
            .formatted(HOST, port, BrokerFolder.CONTROLLER, HOST, controllerPort));
    all.put("advertised.listeners", "PLAINTEXT://%s:%d".formatted(HOST, port));
    all.put("log.dirs", logs.toString());
    all.put("auto.create.topics.enable", "false");
    all.put("message.max.bytes", Integer.toString(Topics.MAX_EVENT_BYTES));
    // why: after a kill the controller waits out the old session, and the last segment is read over
    all.put("broker.session.timeout.ms", "1500");
    all.put("broker.heartbeat.interval.ms", "300");
    all.put("log.segment.bytes", Integer.toString(128 * 1024 * 1024));
    all.put("num.recovery.threads.per.data.dir", "2");
    putSmall(all);
    return all;
  }

  private static void putSmall(Map<String, String> all) {
    for (String topic : new String[] {"offsets.topic", "transaction.state.log"}) {
      all.put(topic + ".replication.factor", "1");
      all.put(topic + ".num.partitions", "1");
    }
    all.put("transaction.state.log.min.isr", "1");
    all.put("share.coordinator.state.topic.replication.factor", "1");
    all.put("share.coordinator.state.topic.min.isr", "1");
    all.put("share.coordinator.state.topic.num.partitions", "1");
    all.put("group.initial.rebalance.delay.ms", "0");
    all.put("num.network.threads", "1");
    all.put("num.io.threads", "2");
    all.put("background.threads", "2");
    all.put("log.cleaner.dedupe.buffer.size", Integer.toString(4 * 1024 * 1024));
  }
}
