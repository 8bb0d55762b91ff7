package podium.cli.app;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import podium.cli.error.UserErrorException;
import podium.cli.kafka.KafkaSettings;
import podium.cli.kafka.LogReader;
import podium.cli.kafka.RequestPublisher;
import podium.cli.view.Fact;
import podium.cli.view.LogView;
import podium.protocol.event.Source;
import podium.protocol.experiment.Catalog;
import podium.protocol.id.TrialId;

/** Requests on their way: published, and what became of them. Confined to one thread. */
public final class Submission implements AutoCloseable {
  /** An id or a name. */
  private static final Pattern EXPERIMENT = Pattern.compile("[a-z0-9][a-z0-9_-]{0,99}");

  private final KafkaSettings kafka;
  private final LogReader log;
  private final LogView view = new LogView();

  private Submission(KafkaSettings kafka, LogReader log) {
    this.kafka = kafka;
    this.log = log;
  }

  /**
   * Reads the event log up to now.
   *
   * @throws UserErrorException if there is no Kafka, or no log in it
   */
  public static Submission open(KafkaSettings kafka) {
    Submission submission = new Submission(kafka, LogReader.open(kafka));
    try {
      submission.log.toEnd().forEach(submission.view::apply);
      return submission;
    } catch (RuntimeException e) {
      submission.close();
      throw e;
    }
  }

  /**
   * A published request.
   *
   * @param fact what became of it, where the scheduler said so in time
   */
  public record Sent(Source source, Optional<Fact> fact) {
    /** What a person is told of a request that nobody answered. */
    public String unanswered(Duration timeout) {
      return ("published at offset %d of %s, partition %d, but no scheduler answered within %d s;"
              + " it stays there until one does. Is ./podium up or ./podium scheduler running?")
          .formatted(source.offset(), source.topic(), source.partition(), timeout.toSeconds());
    }
  }

  /**
   * The name of an experiment, its id, or that of a trial.
   *
   * @throws UserErrorException if it can be none of them
   */
  public static String target(String id) {
    if (TrialId.parse(id).isEmpty() && !EXPERIMENT.matcher(id).matches()) {
      throw new UserErrorException(
          "'%s' is no id; give an experiment such as mine-1, or a trial such as mine-1.2"
              .formatted(id));
    }
    return id;
  }

  /**
   * Publishes one request and waits for the fact that answers it.
   *
   * @throws UserErrorException if no fact comes in time
   */
  public static Fact send(KafkaSettings kafka, String json, Duration timeout) {
    try (Submission submission = open(kafka)) {
      Sent sent = submission.send(List.of(json), timeout).getFirst();
      return sent.fact().orElseThrow(() -> new UserErrorException(sent.unanswered(timeout)));
    }
  }

  /**
   * What the log says of a request.
   *
   * @throws UserErrorException if there is no Kafka, or no log in it
   */
  public static Optional<Fact> fate(KafkaSettings kafka, Function<LogView, Optional<Fact>> which) {
    try (Submission submission = open(kafka)) {
      return which.apply(submission.view);
    }
  }

  /** What the scheduler admits experiments by, as far as the log was read. */
  public Catalog catalog() {
    return view.catalog();
  }

  /** Publishes requests and waits, for a bounded time, for the facts that answer them. */
  public List<Sent> send(List<String> requests, Duration timeout) {
    Map<String, String> keyed = new LinkedHashMap<>();
    requests.forEach(json -> keyed.put(UUID.randomUUID().toString(), json));
    List<Source> sources = RequestPublisher.publish(kafka, keyed);
    String topic = RequestPublisher.topicId(kafka);
    long deadline = System.nanoTime() + timeout.toNanos();
    while (sources.stream().anyMatch(source -> view.fact(source, topic).isEmpty())
        && System.nanoTime() < deadline) {
      log.poll(Duration.ofMillis(100)).forEach(view::apply);
    }
    List<Sent> sent = new ArrayList<>();
    sources.forEach(source -> sent.add(new Sent(source, view.fact(source, topic))));
    return sent;
  }

  @Override
  public void close() {
    log.close();
  }
}
