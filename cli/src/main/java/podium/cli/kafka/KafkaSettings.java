package podium.cli.kafka;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import podium.cli.error.UserErrorException;
import podium.protocol.topic.Topics;

/** How Kafka is reached: client properties by their Kafka names. */
public record KafkaSettings(Map<String, String> properties) {
  private static final String SERVERS = "bootstrap.servers";

  // why: a person is told within ten seconds that nobody answers
  private static final Map<String, Object> PATIENCE =
      Map.of(
          "default.api.timeout.ms", 8_000,
          "request.timeout.ms", 6_000,
          "socket.connection.setup.timeout.ms", 3_000);

  public KafkaSettings {
    properties = Map.copyOf(properties);
    if (!properties.containsKey(SERVERS)) {
      throw new UserErrorException(
          "podium.kafka.bootstrap-servers is not set; write it as \"127.0.0.1:9092\"");
    }
  }

  /** Plain settings for one address. */
  public static KafkaSettings at(String bootstrapServers) {
    return new KafkaSettings(Map.of(SERVERS, bootstrapServers));
  }

  /**
   * Settings as a properties file of Kafka's clients has them.
   *
   * @throws UserErrorException naming the file and what is wrong with it
   */
  public static KafkaSettings from(Path file) {
    Properties read = new Properties();
    try (Reader text = Files.newBufferedReader(file)) {
      read.load(text);
    } catch (NoSuchFileException e) {
      throw new UserErrorException(
          "%s is not there; give --kafka-properties the kafka/podium.properties of the data folder of ./podium up"
              .formatted(file),
          e);
    } catch (IOException | IllegalArgumentException e) {
      throw new UserErrorException(
          "%s cannot be read as properties of Kafka's clients (%s)".formatted(file, e.getMessage()),
          e);
    }
    Map<String, String> properties = new HashMap<>();
    read.stringPropertyNames().forEach(name -> properties.put(name, read.getProperty(name)));
    if (!properties.containsKey(SERVERS)) {
      throw new UserErrorException("%s does not name bootstrap.servers".formatted(file));
    }
    return new KafkaSettings(properties);
  }

  /** These settings with another address, where one is given. */
  public KafkaSettings with(Optional<String> bootstrapServers) {
    Map<String, String> copy = new HashMap<>(properties);
    bootstrapServers.ifPresent(address -> copy.put(SERVERS, address));
    return new KafkaSettings(copy);
  }

  /** Where clients begin, as {@code host:port}, several by comma. */
  public String bootstrapServers() {
    return properties.getOrDefault(SERVERS, "");
  }

  Admin admin() {
    return client(() -> Admin.create(merged(Map.of())));
  }

  KafkaConsumer<byte[], byte[]> consumer() {
    // why: as every reader of the event log; an open transaction of somebody else must not hold it
    // up
    return consumer("read_uncommitted");
  }

  /** As the scheduler reads requests: what a transaction took back is not there. */
  KafkaConsumer<byte[], byte[]> committedConsumer() {
    return consumer("read_committed");
  }

  private KafkaConsumer<byte[], byte[]> consumer(String isolation) {
    return client(
        () ->
            new KafkaConsumer<>(
                merged(
                    Map.of(
                        "enable.auto.commit",
                        false,
                        "auto.offset.reset",
                        "none",
                        "isolation.level",
                        isolation,
                        "max.partition.fetch.bytes",
                        Topics.MAX_EVENT_BYTES,
                        "fetch.max.bytes",
                        2 * Topics.MAX_EVENT_BYTES,
                        "max.poll.records",
                        5_000)),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer()));
  }

  KafkaProducer<byte[], byte[]> producer() {
    return client(
        () ->
            new KafkaProducer<>(
                merged(
                    Map.of(
                        "acks",
                        "all",
                        "delivery.timeout.ms",
                        9_000,
                        "max.block.ms",
                        8_000,
                        "max.request.size",
                        2 * Topics.MAX_REQUEST_BYTES)),
                new ByteArraySerializer(),
                new ByteArraySerializer()));
  }

  private Map<String, Object> merged(Map<String, Object> ours) {
    Map<String, Object> all = new HashMap<>(PATIENCE);
    all.putAll(properties);
    all.putAll(ours);
    return all;
  }

  // why: one of them is a password
  @Override
  public String toString() {
    return "KafkaSettings[" + bootstrapServers() + "]";
  }

  private <T> T client(java.util.function.Supplier<T> maker) {
    try {
      return maker.get();
    } catch (org.apache.kafka.common.KafkaException e) {
      throw new UserErrorException(
          "Kafka at %s cannot be used: %s; mend --kafka HOST:PORT or podium.kafka in --config"
              .formatted(bootstrapServers(), first(e).getMessage()),
          e);
    }
  }

  // why: what stands around it says no more than that no client could be made
  private static Throwable first(Throwable failure) {
    return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
        .reduce((around, within) -> within)
        .orElse(failure);
  }
}
