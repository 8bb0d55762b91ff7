package podium.benchmarks.page;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import podium.cli.kafka.EmbeddedKafka;
import podium.cli.kafka.TopicSetup;
import podium.dashboard.Dashboard;
import podium.dashboard.config.DashboardSettings;
import podium.dashboard.config.NotificationSettings;
import podium.protocol.topic.Topics;

/** A broker and a dashboard that follows its log, into which records are written from here. */
public final class LiveBoard implements AutoCloseable {
  private static final Duration LONGEST = Duration.ofMinutes(30);
  private static final long LOOK_NANOS = 50_000_000;

  private final HttpClient http = HttpClient.newHttpClient();
  private final EmbeddedKafka kafka;
  private final Dashboard dashboard;
  private final Producer<byte[], byte[]> producer;
  private long written;

  private LiveBoard(EmbeddedKafka kafka, Dashboard dashboard) {
    this.kafka = kafka;
    this.dashboard = dashboard;
    Map<String, Object> settings = new HashMap<>(kafka.own().properties());
    settings.put("linger.ms", 0);
    this.producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Of an empty log, in a fresh folder. */
  public static LiveBoard start(Path folder) {
    EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("kafka"), 0);
    TopicSetup.ensure(kafka.own());
    Dashboard dashboard =
        Dashboard.start(
            new DashboardSettings(
                "127.0.0.1",
                0,
                folder.resolve("board"),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                Duration.ofSeconds(5),
                1_000,
                5_000,
                new NotificationSettings(
                    folder.resolve("notifications"),
                    Optional.empty(),
                    Duration.ofMinutes(30),
                    List.of()),
                kafka.own().properties()));
    return new LiveBoard(kafka, dashboard);
  }

  /** Where its pages are. */
  public String address() {
    return "http://127.0.0.1:" + dashboard.port();
  }

  /** Writes a record to the log. */
  public void write(byte[] record) {
    var unused = producer.send(new ProducerRecord<>(Topics.EVENTS, 0, null, record));
    written++;
  }

  /** Writes all of them, and waits until the board has them. */
  public void writeAll(Iterator<byte[]> records) {
    records.forEachRemaining(this::write);
    settle();
  }

  /** Waits until the board has all that was written; seconds that it took. */
  public double settle() {
    long begin = System.nanoTime();
    producer.flush();
    String there = "\"offset\":" + written + ",";
    while (!dashboard.ready() || !get("/api/status").contains(there)) {
      if (System.nanoTime() - begin > LONGEST.toNanos()) {
        throw new IllegalStateException("the board has not come to offset " + written);
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
    return (System.nanoTime() - begin) / 1e9;
  }

  /** What it answers. */
  public String get(String path) {
    try {
      return http.send(
              HttpRequest.newBuilder(URI.create(address() + path)).build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public void close() {
    producer.close();
    dashboard.close();
    kafka.close();
  }
}
