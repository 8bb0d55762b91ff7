package podium.dashboard.domain;

import java.util.Optional;
import podium.protocol.event.TrialStatus;
import podium.protocol.id.TrialId;

/** A status a trial had from one offset (included) to another (excluded). Immutable. */
public record StatusRow(TrialId trial, TrialStatus status, long from, Optional<Long> to) {}
