package podium.engine.worker;

/**
 * Who a worker is.
 *
 * @param worker its stable id
 * @param incarnation UUID of this process
 * @param host name of its machine, for people
 * @param checkpointHome id of the folder of checkpoints that it sees
 */
public record Identity(String worker, String incarnation, String host, String checkpointHome) {}
