package podium.protocol.report;

/**
 * Where a checkpoint lies and what it must hash to.
 *
 * @param path relative to the home of checkpoints: trial/attempt/epoch
 */
public record CheckpointRef(int epoch, String path, String sha256, long bytes) {}
