package podium.dashboard.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import podium.dashboard.domain.Requests;
import podium.protocol.event.Source;
import podium.protocol.topic.Topics;

/** Publishes requests to {@code podium.requests}; connects with the first. Thread-safe. */
public final class RequestPublisher implements Requests, AutoCloseable {
  private static final int ANSWER_SECONDS = 15;

  private final KafkaProducer<byte[], byte[]> producer;

  public RequestPublisher(Map<String, String> kafka) {
    this.producer = new Clients(kafka).producer();
  }

  @Override
  public Source publish(byte[] json) {
    try {
      RecordMetadata at =
          producer
              .send(new ProducerRecord<>(Topics.REQUESTS, 0, null, json))
              .get(ANSWER_SECONDS, TimeUnit.SECONDS);
      return new Source(at.topic(), at.partition(), at.offset());
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      throw new RequestNotTakenException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RequestNotTakenException(e);
    }
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(2));
  }
}
