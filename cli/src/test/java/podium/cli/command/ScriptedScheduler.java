package podium.cli.command;

import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import podium.cli.kafka.KafkaSettings;
import podium.cli.view.Story;
import podium.engine.log.Fence;
import podium.engine.state.LogFold;
import podium.protocol.codec.EventCodec;
import podium.protocol.event.Entry;
import podium.protocol.event.Event;
import podium.protocol.topic.Topics;

/** Writes facts into the event log as a scheduler would, which writes none that cannot be. */
final class ScriptedScheduler implements AutoCloseable {
  private final KafkaProducer<byte[], byte[]> producer;
  private final LogFold log = new LogFold();
  private long offset;

  ScriptedScheduler(KafkaSettings kafka) {
    producer =
        new KafkaProducer<>(
            Map.copyOf(kafka.properties()), new ByteArraySerializer(), new ByteArraySerializer());
    write(Story.begins());
  }

  void write(Event event) {
    Fence fence = log.place().fence();
    String prev = event instanceof Event.SchedulerStarted ? "" : fence.head();
    send(Story.entry(fence.nextIndex(), prev, event));
  }

  /** A fact that the fence voids: its index is not the next one. */
  void writeVoid(Event event) {
    Fence fence = log.place().fence();
    send(Story.entry(fence.nextIndex() + 100, fence.head(), event));
  }

  private void send(Entry entry) {
    byte[] record = EventCodec.encode(entry);
    log.read(offset++, record)
        .against()
        .ifPresent(
            against -> {
              throw new IllegalArgumentException(against);
            });
    try {
      producer.send(new ProducerRecord<>(Topics.EVENTS, record)).get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}
