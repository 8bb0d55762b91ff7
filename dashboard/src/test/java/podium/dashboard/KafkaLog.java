package podium.dashboard;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import podium.protocol.codec.EventCodec;
import podium.protocol.id.NodeAddress;
import podium.protocol.report.Alive;
import podium.protocol.report.Progress;
import podium.protocol.topic.Topics;

/** Appends to the event log as a scheduler would. */
public final class KafkaLog implements AutoCloseable {
  private final KafkaProducer<byte[], byte[]> producer;
  private int written;

  public KafkaLog(String address) {
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", address, "linger.ms", "2", "batch.size", "262144"),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  /** Appends what the story holds beyond what was appended before. */
  public void append(Story story) throws Exception {
    append(story.log().subList(written, story.log().size()));
    written = story.log().size();
  }

  /** Appends records as they are. */
  public void append(List<byte[]> records) throws Exception {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    for (byte[] record : records) {
      sent.add(producer.send(new ProducerRecord<>(Topics.EVENTS, 0, null, record)));
    }
    for (Future<RecordMetadata> one : sent) {
      one.get(30, TimeUnit.SECONDS);
    }
  }

  public void progress(Progress progress) throws Exception {
    producer
        .send(new ProducerRecord<>(Topics.PROGRESS, 0, null, EventCodec.encode(progress)))
        .get(30, TimeUnit.SECONDS);
  }

  /** Anything at all on the topic of progress. */
  public void progress(Optional<String> key, Optional<String> value) throws Exception {
    byte[][] parts = new byte[2][];
    key.ifPresent(text -> parts[0] = text.getBytes(StandardCharsets.UTF_8));
    value.ifPresent(text -> parts[1] = text.getBytes(StandardCharsets.UTF_8));
    producer
        .send(new ProducerRecord<>(Topics.PROGRESS, 0, parts[0], parts[1]))
        .get(30, TimeUnit.SECONDS);
  }

  /** A sign of life as a scheduler gives it. */
  public void alive(long term) throws Exception {
    producer
        .send(
            new ProducerRecord<>(
                Topics.PROGRESS,
                0,
                Topics.ALIVE_KEY.getBytes(StandardCharsets.UTF_8),
                EventCodec.encode(new Alive(term, NodeAddress.UNKNOWN))))
        .get(30, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    producer.close();
  }
}
