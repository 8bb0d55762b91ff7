package podium.protocol.experiment;

/**
 * One thing that is wrong with a request, in words for a person. Immutable.
 *
 * @param path of the field it is about, such as {@code matrix.model[2]}; empty for the whole
 * @param text what is wrong, where, and what is allowed
 */
public record Fault(String path, String text) {}
