package podium.dashboard.domain;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import podium.protocol.event.TrialEntry;
import podium.protocol.id.ExperimentId;
import podium.protocol.id.TrialId;

/**
 * What never changes about a trial. Immutable.
 *
 * @param name of its experiment, without the number
 * @param number its place in the matrix, from 1
 * @param epochs how many it is to train
 * @param forkedFrom with what it begins; absent where it begins afresh
 * @param accepted offset of its ExperimentAccepted
 */
public record TrialIdentity(
    TrialId trial,
    ExperimentId experiment,
    String name,
    int number,
    String model,
    String dataset,
    long seed,
    int epochs,
    Map<String, Object> assignment,
    Optional<Lineage> forkedFrom,
    Instant acceptedAt,
    long accepted) {

  /** The epoch of another trial with whose checkpoint a trial begins. Immutable. */
  public record Lineage(TrialId trial, int epoch) {}

  /** That of a later trial of the same search, whose points are all of the same axes. */
  TrialIdentity next(TrialEntry entry) {
    return new TrialIdentity(
        entry.trial(),
        experiment,
        name,
        entry.trial().number(),
        String.valueOf(entry.assignment().getOrDefault("model", model)),
        dataset,
        entry.assignment().get("seed") instanceof Number its ? its.longValue() : seed,
        entry.assignment().get("epochs") instanceof Number its ? its.intValue() : epochs,
        entry.assignment(),
        Optional.empty(),
        acceptedAt,
        accepted);
  }
}
