package podium.cli.kafka;

import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import podium.cli.error.UserErrorException;

/** Kafka's failures in words for a person. */
final class KafkaErrors {
  /** Where they are to be had. */
  static final String CREDENTIALS =
      "give its credentials with --kafka-properties FILE, which is"
          + " podium-data/kafka/podium.properties for ./podium up";

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
      case AuthorizationException denied -> denied(settings, denied);
      case AuthenticationException refused -> refused(settings, refused);
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

  private static UserErrorException denied(KafkaSettings settings, Throwable cause) {
    return new UserErrorException(
        "Kafka at %s leaves that to Podium's own parts (%s); %s"
            .formatted(settings.bootstrapServers(), cause.getMessage(), CREDENTIALS),
        cause);
  }

  private static UserErrorException refused(KafkaSettings settings, Throwable cause) {
    return new UserErrorException(
        "Kafka at %s refuses these credentials (%s); %s"
            .formatted(settings.bootstrapServers(), cause.getMessage(), CREDENTIALS),
        cause);
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
