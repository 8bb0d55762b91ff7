package podium.benchmarks;

import akka.actor.typed.ActorSystem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import podium.benchmarks.actor.Reporters;
import podium.cli.kafka.EmbeddedKafka;
import podium.cli.kafka.TopicSetup;
import podium.protocol.event.DecisionSettings;
import podium.protocol.topic.Topics;
import podium.scheduler.actor.Ports;
import podium.scheduler.kafka.KafkaSettings;

/** Requests and reports a second through the real scheduler and a real broker in this JVM. */
final class SchedulerLoad {
  private static final int WARM_UP = 5_000;
  private static final int REQUESTS = 20_000;
  private static final TopicPartition EVENTS = new TopicPartition(Topics.EVENTS, 0);
  private static final double NANOS = 1e9;
  private static final Duration LONGEST = Duration.ofMinutes(3);

  private final Settings settings;
  private final Report report;

  SchedulerLoad(Settings settings, Report report) {
    this.settings = settings;
    this.report = report;
  }

  void measure() {
    report.part(
        "Scheduler",
        ("A real broker (embedded), the scheduler's actor with its Kafka log and intake, and"
                + " whoever loads it, all in one JVM of these processors. Requests: %,d experiments"
                + " of one trial each published at once, until all are in the event log, after %,d"
                + " to warm up. Reports: one worker with %d slots, each with %d reports on their"
                + " way, until %,d epochs were answered, and so logged and read back.")
            .formatted(REQUESTS, WARM_UP, Reporters.SLOTS, Reporters.WINDOW, Reporters.EPOCHS));
    Path folder = settings.scratch().resolve("kafka");
    try (EmbeddedKafka kafka = EmbeddedKafka.start(folder, 0)) {
      TopicSetup.ensure(kafka.own());
      measure(kafka.own().properties());
    }
  }

  private void measure(Map<String, String> client) {
    KafkaSettings kafka = new KafkaSettings(client);
    Ports ports =
        SchedulerPorts.of(kafka, settings.scratch().resolve("scheduler"), DecisionSettings.DEFAULT);
    CompletableFuture<Double> epochs = new CompletableFuture<>();
    CompletableFuture<Void> go = new CompletableFuture<>();
    ActorSystem<Reporters.Message> system =
        ActorSystem.create(Reporters.create(ports, go, epochs), "benchmarks");
    try {
      requests(client, WARM_UP);
      double requests = REQUESTS / requests(client, REQUESTS);
      go.complete(null);
      double reports = epochs.get(LONGEST.toSeconds(), TimeUnit.SECONDS);
      report.columns("what", "target", "seen");
      report.row("requests accepted and logged", "5,000 /s", "%,.0f /s".formatted(requests));
      report.row("epochs through the scheduler", "10,000 /s", "%,.0f /s".formatted(reports));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the scheduler did not answer in time", e);
    } finally {
      system.terminate();
    }
  }

  /** Publishes so many; the seconds until the event log has grown by as many. */
  private static double requests(Map<String, String> properties, int count) {
    Map<String, Object> client = Map.copyOf(properties);
    byte[] request =
        "{\"experiment\":\"bench\",\"dataset\":\"digits\",\"matrix\":{\"model\":[\"resnet18\"]}}"
            .getBytes(StandardCharsets.UTF_8);
    try (Consumer<byte[], byte[]> log =
            new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        Producer<byte[], byte[]> producer =
            new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
      long before = end(log);
      long begin = System.nanoTime();
      for (int i = 0; i < count; i++) {
        var unused = producer.send(new ProducerRecord<>(Topics.REQUESTS, 0, null, request));
      }
      while (end(log) < before + count) {
        if ((System.nanoTime() - begin) / NANOS > LONGEST.toSeconds()) {
          throw new IllegalStateException("the scheduler did not take all requests in time");
        }
        Thread.onSpinWait();
      }
      return (System.nanoTime() - begin) / NANOS;
    }
  }

  private static long end(Consumer<byte[], byte[]> log) {
    return log.endOffsets(List.of(EVENTS)).getOrDefault(EVENTS, 0L);
  }
}
