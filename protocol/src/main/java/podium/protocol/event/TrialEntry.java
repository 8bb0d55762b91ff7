package podium.protocol.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import podium.protocol.AddedLater;
import podium.protocol.experiment.Values;
import podium.protocol.id.TrialId;

/**
 * A trial of an accepted experiment: its id ({@code experiment.number}) and its place in the
 * matrix.
 *
 * @param forkedFrom with what it begins; absent where it begins afresh
 */
public record TrialEntry(
    TrialId trial,
    Map<String, Object> assignment,
    @AddedLater @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<ForkedFrom> forkedFrom) {
  /** One that begins afresh. */
  public TrialEntry(TrialId trial, Map<String, Object> assignment) {
    this(trial, assignment, Optional.empty());
  }

  public TrialEntry {
    // why: most trials, and all of earlier versions, do not have it
    forkedFrom = Objects.requireNonNullElse(forkedFrom, Optional.empty());
    Map<String, Object> copy = new LinkedHashMap<>();
    assignment.forEach((name, value) -> copy.put(name, Values.canonical(value)));
    assignment = Collections.unmodifiableMap(copy);
  }
}
