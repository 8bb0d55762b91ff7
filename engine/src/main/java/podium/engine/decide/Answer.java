package podium.engine.decide;

/** What a sender is told; each command has its own, so that nobody handles one it cannot get. */
public sealed interface Answer {
  /** To a worker that registers. */
  sealed interface ToRegister extends Answer {}

  /** To a worker's sign of life. */
  sealed interface ToHear extends Answer {}

  /** To a report. */
  sealed interface ToReport extends Answer {}

  /** It is registered. */
  record Registered() implements ToRegister {}

  /** It is known. */
  record Known() implements ToHear {}

  /** It is not registered as this incarnation. */
  record Stranger() implements ToHear {}

  /**
   * Its incarnation was replaced by a newer one and stays out.
   *
   * @param by host of the newer one
   */
  record Replaced(String by) implements ToRegister, ToHear {}

  /** The report counts. */
  record Counted(long next) implements ToReport {}

  /** The report was counted before. */
  record Repeat(long next) implements ToReport {}

  /** Nothing yet: its attempt waits for its worker to say what it holds. */
  record HeldBack() implements ToReport {}

  /** An earlier report is missing. */
  record Gap(long next) implements ToReport {}

  /** The report's attempt counts no more. */
  record Fenced() implements ToReport {}
}
