package podium.cli.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.protocol.codec.EventCodec;
import podium.protocol.id.TrialId;
import podium.protocol.report.Progress;
import podium.protocol.topic.Topics;

final class ProgressReaderTest {
  private static final Progress WORD =
      new Progress(new TrialId("mine-1.1"), 1, "w", "cpu:0", 3, 10, 1, 9, 5);

  @TempDir private Path folder;

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void recordsThatNobodyCanRead_passedOverAndCounted() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(folder, 0);
        KafkaProducer<byte[], byte[]> producer =
            new KafkaProducer<>(
                Map.copyOf(kafka.own().properties()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
      KafkaSettings settings = kafka.own();
      TopicSetup.ensure(settings);
      byte[] scheduler = utf8(Topics.ALIVE_KEY);
      for (ProducerRecord<byte[], byte[]> record :
          List.of(
              new ProducerRecord<byte[], byte[]>(Topics.PROGRESS, 0, null, null),
              new ProducerRecord<byte[], byte[]>(Topics.PROGRESS, 0, scheduler, null),
              new ProducerRecord<byte[], byte[]>(Topics.PROGRESS, 0, null, utf8("{}")),
              new ProducerRecord<byte[], byte[]>(Topics.PROGRESS, 0, null, utf8("[7")),
              new ProducerRecord<byte[], byte[]>(
                  Topics.PROGRESS, 0, null, EventCodec.encode(WORD)))) {
        producer.send(record).get(30, TimeUnit.SECONDS);
      }

      try (ProgressReader reader = ProgressReader.open(settings)) {
        List<Progress> heard = new ArrayList<>();
        long begun = System.nanoTime();
        while (heard.isEmpty() && System.nanoTime() - begun < Duration.ofSeconds(20).toNanos()) {
          heard.addAll(reader.poll(Duration.ofMillis(200)));
        }
        assertThat(heard).containsExactly(WORD);
        assertThat(reader.passedOver()).isEqualTo(3);
      }
    }
  }
}
