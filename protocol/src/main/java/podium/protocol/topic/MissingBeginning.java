package podium.protocol.topic;

/**
 * The event log without its first records, by which nobody can fold it.
 *
 * @param first the offset at which it begins now
 */
public record MissingBeginning(long first) {
  /** What is gone, what that means and what to do, in a sentence. */
  public String told() {
    String gone = first == 1 ? "offset 0 is" : "offsets 0 to %d are".formatted(first - 1);
    return ("topic %s begins at offset %d: %s gone, and without that nobody can tell what the rest"
            + " adds up to, so nothing is guessed and nothing decided; restore the topic from a"
            + " copy, or begin a new log: stop Podium, delete the topic (of a Kafka that lives in"
            + " podium up, the folder kafka in its data folder) and start again")
        .formatted(Topics.EVENTS, first, gone);
  }
}
