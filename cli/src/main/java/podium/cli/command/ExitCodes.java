package podium.cli.command;

/** What the command's exit code says. */
public final class ExitCodes {
  /** Done; with --wait, every trial succeeded or was stopped by its experiment's rule. */
  public static final int DONE = 0;

  /** Something did not work, or a trial did not succeed. */
  public static final int FAILED = 1;

  /** What was typed, published or set is not allowed; trying again changes nothing. */
  public static final int REFUSED = 2;

  /**
   * A part that must live has ended by itself; whoever watches over the process starts it again.
   */
  public static final int ENDED = 3;

  private ExitCodes() {}
}
