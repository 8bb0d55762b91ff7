package podium.dashboard.domain;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import podium.protocol.event.Source;

/**
 * What became of a request. Immutable.
 *
 * @param offset of its fact
 * @param key under which it was followed or repeats another one; empty where it has none, and of a
 *     rejected one
 * @param verb such as submit; empty where only its fact knows, as of a rejected one
 * @param target id of the experiment that it queued, or what it is about
 * @param trials that it made, or of which something is asked
 * @param reasons against it
 */
public record RequestRow(
    long offset,
    Instant time,
    Source source,
    Optional<String> key,
    Outcome outcome,
    String verb,
    String target,
    int trials,
    List<String> reasons) {
  /** Whether it was followed. */
  public enum Outcome {
    ACCEPTED,
    REJECTED,
    /** It repeats an earlier one. */
    DUPLICATE
  }

  public RequestRow {
    reasons = List.copyOf(reasons);
  }

  static RequestRow followed(
      long offset,
      Instant time,
      Source source,
      Optional<String> key,
      String verb,
      String target,
      int trials) {
    return new RequestRow(
        offset, time, source, key, Outcome.ACCEPTED, verb, target, trials, List.of());
  }
}
