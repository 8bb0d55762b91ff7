package podium.protocol.actor;

/**
 * Marker of every message that travels between scheduler and workers; bound to Jackson CBOR in
 * Akka's settings.
 */
public sealed interface Messages permits SchedulerMessage, WorkerMessage {}
