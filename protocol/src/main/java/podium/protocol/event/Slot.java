package podium.protocol.event;

/**
 * One device of one worker.
 *
 * @param name such as {@code cpu:0} or {@code cuda:1}
 * @param description the device's own name, for people
 */
public record Slot(String name, String description) {}
