package podium.dashboard.domain;

/** The data an experiment began to train on, and the trial that did. Immutable. */
public record FirstData(String fingerprint, String trial) {}
