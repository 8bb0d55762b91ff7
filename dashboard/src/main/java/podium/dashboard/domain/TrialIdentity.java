package podium.dashboard.domain;

import java.time.Instant;
import java.util.Map;
import podium.protocol.id.ExperimentId;
import podium.protocol.id.TrialId;

/**
 * What never changes about a trial. Immutable.
 *
 * @param name of its experiment, without the number
 * @param number its place in the matrix, from 1
 * @param epochs how many it is to train
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
    Instant acceptedAt,
    long accepted) {}
