package podium.engine.decide;

import podium.protocol.event.Event;

/** What a command leads to: a fact to append, or only an answer to whoever sent it. */
public sealed interface Decision {
  /** One fact for the log. */
  record Append(Event event) implements Decision {}

  /** Nothing new: the report was counted before. */
  record Repeat(long next) implements Decision {}

  /** Nothing new: the report's attempt counts no more. */
  record Fenced() implements Decision {}

  /** Nothing yet: its attempt waits for its worker to say what it holds. */
  record HeldBack() implements Decision {}

  /** Nothing new: an earlier report is missing. */
  record Gap(long next) implements Decision {}

  /** Nothing new: known already. */
  record Known() implements Decision {}

  /** Nothing new: the sender is not registered as this incarnation. */
  record Stranger() implements Decision {}

  /**
   * Nothing new: the sender's incarnation was replaced by a newer one and stays out.
   *
   * @param by host of the newer one
   */
  record Replaced(String by) implements Decision {}
}
