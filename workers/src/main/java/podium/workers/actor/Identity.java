package podium.workers.actor;

/**
 * Who a worker is.
 *
 * @param worker its stable id
 * @param incarnation UUID of this process
 * @param host name of its machine, for people
 */
public record Identity(String worker, String incarnation, String host) {}
