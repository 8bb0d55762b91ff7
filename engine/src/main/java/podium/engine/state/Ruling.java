package podium.engine.state;

import podium.protocol.event.Reason;

/** What becomes of a trial that is held at a rung, and why. */
public record Ruling(Trial trial, Reason reason) {}
