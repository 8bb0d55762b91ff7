package podium.engine.audit;

import podium.protocol.Text;

/**
 * A fact of the log that breaks an invariant.
 *
 * @param withoutEffect whether it was passed over: a fact that cannot be in its state changes
 *     nothing, and only the first reason is told
 */
public record Violation(long offset, Invariant invariant, boolean withoutEffect, String what) {
  /** In one line, for people. */
  public String told() {
    return Text.of(
        "offset %d: %s%s: %s (%s)",
        offset,
        invariant,
        withoutEffect ? ", a fact without effect" : "",
        what,
        invariant.meaning());
  }
}
