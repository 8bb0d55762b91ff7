package podium.dashboard.domain;

import java.time.Instant;
import java.util.Optional;
import podium.protocol.id.TrialId;
import podium.protocol.report.EpochResult;

/**
 * What an attempt reported of an epoch. Immutable.
 *
 * @param supersededAt offset from which a later attempt's epochs count instead
 */
public record EpochRow(
    TrialId trial,
    int attempt,
    Instant time,
    EpochResult result,
    long from,
    Optional<Long> supersededAt) {}
