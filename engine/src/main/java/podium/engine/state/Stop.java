package podium.engine.state;

import java.time.Instant;
import podium.protocol.report.Outcome;

/**
 * That an attempt is to stop, or a trial that waits is not wanted any more.
 *
 * @param since when it was asked for
 */
public record Stop(Why why, Instant since) {
  /** Who wants it and why, the weakest first: a stronger one takes the place of a weaker one. */
  public enum Why {
    /** Its trial is to wait. */
    YIELD(Outcome.PREEMPTED),
    /** It is trained no further, since others are better. */
    PRUNE(Outcome.STOPPED),
    /** Its trainer stood still. */
    HUNG(Outcome.HUNG),
    /** It took longer than its limits allow. */
    TIMEOUT(Outcome.TIMEOUT),
    /** People no longer want it. */
    CANCEL(Outcome.CANCELLED);

    private final Outcome outcome;

    Why(Outcome outcome) {
      this.outcome = outcome;
    }

    /** As which the attempt ends, however its trainer dies of it. */
    public Outcome outcome() {
      return outcome;
    }
  }

  /** How an attempt ends of which this was asked, and whose worker says that it ended so. */
  public Outcome insteadOf(Outcome said) {
    return switch (why) {
      case CANCEL -> why.outcome();
      case PRUNE, HUNG, TIMEOUT -> said == Outcome.SUCCEEDED ? said : why.outcome();
      // why: what it came to by itself is not what it was told
      case YIELD ->
          said == Outcome.CANCELLED || said == Outcome.STOPPED || said.isLoss()
              ? why.outcome()
              : said;
    };
  }
}
