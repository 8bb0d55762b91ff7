package podium.protocol.event;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.time.Instant;
import java.util.Objects;

/**
 * A record of the event log: an event and what the fence needs to judge it.
 *
 * @param version of the format; readers skip fields they do not know
 * @param term the reign of the scheduler that wrote it
 * @param incarnation UUID of that scheduler
 * @param index from 0, dense within a term
 * @param time never earlier than the entry before
 */
public record Entry(
    int version,
    @JsonProperty(required = true) @JsonSetter(nulls = Nulls.FAIL) long term,
    @JsonProperty(required = true) String incarnation,
    @JsonProperty(required = true) @JsonSetter(nulls = Nulls.FAIL) long index,
    Instant time,
    @JsonProperty(required = true) Event event) {
  /** The format this code writes. */
  public static final int VERSION = 1;

  public Entry {
    // why: JSON of another kind, such as a request sent to the wrong topic, is no entry
    Objects.requireNonNull(incarnation, "incarnation is missing");
    Objects.requireNonNull(time, "time is missing");
    Objects.requireNonNull(event, "event is missing");
  }
}
