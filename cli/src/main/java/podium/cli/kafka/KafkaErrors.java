package podium.cli.kafka;

import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import podium.cli.error.UserErrorException;

/** Kafka's failures in words for a person. */
final class KafkaErrors {
  private KafkaErrors() {}

  static <T> T unwrap(KafkaSettings settings, KafkaFuture<T> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw explain(settings, e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  static UserErrorException explain(KafkaSettings settings, Exception failure) {
    Throwable cause =
        failure instanceof ExecutionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return switch (cause) {
      case TimeoutException timeout -> unreachable(settings, timeout);
      case InterruptException interrupt -> interrupted(interrupt);
      case UnknownTopicOrPartitionException missing -> noTopics(settings, missing);
      default ->
          new UserErrorException(
              "Kafka at %s answered: %s".formatted(settings.bootstrapServers(), cause.getMessage()),
              cause);
    };
  }

  static UserErrorException unreachable(KafkaSettings settings, Throwable cause) {
    return new UserErrorException(
        "no Kafka answers at %s%s; start one with ./podium up, or name yours with --kafka HOST:PORT"
            .formatted(settings.bootstrapServers(), protocol(settings)),
        cause);
  }

  // why: a port that speaks another protocol looks like one where nobody is
  private static String protocol(KafkaSettings settings) {
    return Optional.ofNullable(settings.properties().get("security.protocol"))
        .map(" as podium.kafka asks, with security.protocol %s"::formatted)
        .orElse("");
  }

  static UserErrorException noTopics(KafkaSettings settings, Throwable cause) {
    return new UserErrorException(
        "Kafka at %s has no Podium topics yet; start ./podium up, or ./podium scheduler against it"
            .formatted(settings.bootstrapServers()),
        cause);
  }

  static UserErrorException interrupted(Exception e) {
    Thread.currentThread().interrupt();
    return new UserErrorException("interrupted", e);
  }
}
