package podium.cli.command;

import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import podium.cli.view.Story;
import podium.protocol.codec.EventCodec;
import podium.protocol.event.Entry;
import podium.protocol.event.Event;
import podium.protocol.topic.Topics;

/** Writes facts into the event log as a scheduler would. */
final class ScriptedScheduler implements AutoCloseable {
  private final KafkaProducer<byte[], byte[]> producer;
  private long index;

  ScriptedScheduler(String bootstrapServers) {
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrapServers),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    write(Story.begins());
  }

  void write(Event event) {
    send(Story.entry(index++, event));
  }

  /** A fact that the fence voids: its index is not the next one. */
  void writeVoid(Event event) {
    send(Story.entry(index + 100, event));
  }

  private void send(Entry entry) {
    try {
      producer.send(new ProducerRecord<>(Topics.EVENTS, EventCodec.encode(entry))).get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}
