package podium.protocol.event;

/** A slot of an incarnation of a worker that is given to a trial. */
public record Grant(String worker, String incarnation, String slot) {}
