package podium.dashboard.domain;

import podium.protocol.id.TrialId;

/** The data an experiment began to train on, and the trial that did. Immutable. */
public record FirstData(String fingerprint, TrialId trial) {}
