package podium.protocol.event;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import podium.protocol.experiment.Values;
import podium.protocol.id.TrialId;

/**
 * A trial of an accepted experiment: its id ({@code experiment.number}) and its place in the
 * matrix.
 */
public record TrialEntry(TrialId trial, Map<String, Object> assignment) {
  public TrialEntry {
    Map<String, Object> copy = new LinkedHashMap<>();
    assignment.forEach((name, value) -> copy.put(name, Values.canonical(value)));
    assignment = Collections.unmodifiableMap(copy);
  }
}
