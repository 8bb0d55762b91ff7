package podium.cli.app;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import podium.cli.error.UserErrorException;
import podium.cli.kafka.KafkaSettings;
import podium.cli.kafka.LogReader;
import podium.cli.kafka.RequestPublisher;
import podium.cli.view.Fact;
import podium.cli.view.LogView;
import podium.protocol.codec.RequestCodec;
import podium.protocol.event.Source;
import podium.protocol.request.Request;

/** A request on its way: read, published, and what became of it. Thread-safe. */
public final class Submission {
  private static final Pattern EXPERIMENT = Pattern.compile("[a-z0-9][a-z0-9_-]{0,99}");
  private static final Pattern TRIAL = Pattern.compile("[a-z0-9][a-z0-9_-]{0,99}\\.[0-9]{1,9}");

  private Submission() {}

  /** What a file asks for: the JSON to publish, or every reason against it. */
  public sealed interface Draft {
    /** It can be published. */
    record Ready(String json) implements Draft {}

    /** It cannot. */
    record Refused(List<String> reasons) implements Draft {}
  }

  /** Reads a request from YAML or JSON, with {@code path=value} settings laid over it. */
  public static Draft read(String text, List<String> settings) {
    return switch (RequestCodec.readFile(text, settings)) {
      case Request.Reading.Refused refused -> new Draft.Refused(refused.told(List.of()));
      case Request.Reading.Understood understood ->
          new Draft.Ready(new String(RequestCodec.toJson(text, settings), StandardCharsets.UTF_8));
    };
  }

  /** The request to cancel an experiment or, when there is a dot in it, a trial. */
  public static String cancel(String id) {
    boolean trial = TRIAL.matcher(id).matches();
    if (!trial && !EXPERIMENT.matcher(id).matches()) {
      throw new UserErrorException(
          "'%s' is no id; give an experiment such as mine-1, or a trial such as mine-1.2"
              .formatted(id));
    }
    return "{\"request\":\"cancel\",\"%s\":\"%s\"}".formatted(trial ? "trial" : "experiment", id);
  }

  /**
   * Publishes a request under a key of its own and waits for the fact that answers it.
   *
   * @throws UserErrorException if no fact comes in time
   */
  public static Fact send(KafkaSettings kafka, String json, Duration timeout) {
    try (LogReader log = LogReader.open(kafka)) {
      LogView view = new LogView();
      Source source = RequestPublisher.publish(kafka, UUID.randomUUID().toString(), json);
      String topic = RequestPublisher.topicId(kafka);
      long deadline = System.nanoTime() + timeout.toNanos();
      log.toEnd().forEach(view::apply);
      Optional<Fact> fact = view.fact(source, topic);
      while (fact.isEmpty() && System.nanoTime() < deadline) {
        log.poll(Duration.ofMillis(100)).forEach(view::apply);
        fact = view.fact(source, topic);
      }
      return fact.orElseThrow(
          () ->
              new UserErrorException(
                  ("published at offset %d of %s, partition %d, but no scheduler answered within %d"
                       + " s; it stays there until one does. Is ./podium up or ./podium scheduler"
                       + " running?")
                      .formatted(
                          source.offset(),
                          source.topic(),
                          source.partition(),
                          timeout.toSeconds())));
    }
  }
}
