package podium.workers.trainer;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.util.Optional;
import podium.workers.domain.TrainerEvent;

/** The lines between a worker and its trainer process; stateless, for any thread. */
final class Wire {
  /** Begins each of the trainer's lines; others come from libraries and go to the log. */
  private static final String MARKER = "@podium-trainer ";

  /** Says nothing but that the trainer's process runs. */
  static final String ALIVE = MARKER + "{\"event\":\"alive\"}";

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .addMixIn(TrainerCommand.class, OrderNames.class)
          .addMixIn(TrainerEvent.class, EventNames.class)
          .build();

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "order")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = TrainerCommand.Configure.class, name = "configure"),
    @JsonSubTypes.Type(value = TrainerCommand.Train.class, name = "train"),
    @JsonSubTypes.Type(value = TrainerCommand.Limit.class, name = "limit"),
    @JsonSubTypes.Type(value = TrainerCommand.Stop.class, name = "stop")
  })
  private interface OrderNames {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = TrainerEvent.Preparing.class, name = "preparing"),
    @JsonSubTypes.Type(value = TrainerEvent.Started.class, name = "started"),
    @JsonSubTypes.Type(value = TrainerEvent.Progress.class, name = "progress"),
    @JsonSubTypes.Type(value = TrainerEvent.EpochCompleted.class, name = "epoch"),
    @JsonSubTypes.Type(value = TrainerEvent.Ended.class, name = "ended")
  })
  private interface EventNames {}

  private Wire() {}

  static String line(TrainerCommand order) {
    return json(TrainerCommand.class, order);
  }

  static TrainerCommand order(String line) {
    try {
      return JSON.readValue(line, TrainerCommand.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not an order: " + e.getOriginalMessage(), e);
    }
  }

  static String line(TrainerEvent event) {
    return MARKER + json(TrainerEvent.class, event);
  }

  /** The event of a line, or nothing when the line is not the trainer's own. */
  static Optional<TrainerEvent> event(String line) {
    if (!line.startsWith(MARKER)) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readValue(line.substring(MARKER.length()), TrainerEvent.class));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not an event: " + e.getOriginalMessage(), e);
    }
  }

  private static <T> String json(Class<T> type, T value) {
    try {
      return JSON.writerFor(type).writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot be written as JSON: " + value, e);
    }
  }
}
