package podium.engine.worker;

import podium.protocol.id.NodeAddress;

/**
 * Who a worker is.
 *
 * @param worker its stable id
 * @param incarnation UUID of this process
 * @param host name of its machine, for people
 * @param checkpointHome id of the folder of checkpoints that it sees
 * @param address where schedulers reach it
 */
public record Identity(
    String worker, String incarnation, String host, String checkpointHome, NodeAddress address) {}
