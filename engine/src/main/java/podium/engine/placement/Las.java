package podium.engine.placement;

import java.util.Comparator;
import podium.protocol.event.Reason;

/**
 * Least attended service, in three classes as in Tiresias (Gu et al., NSDI 2019), whatever the
 * priority: for studies.
 */
public final class Las implements Placement {
  /** Slot-seconds after which work leaves the first class, and the second. */
  static final double FIRST = 3250;

  static final double SECOND = 7200;

  @Override
  public Comparator<Work> order() {
    return Comparator.comparingInt(Las::level).thenComparing(InOrder.ACCEPTANCE);
  }

  @Override
  public Reason reason(Work work) {
    return new Reason.LeastService(Math.round(work.attended() * 1000));
  }

  @Override
  public Turnover turnover() {
    return Turnover.COUNTED;
  }

  @Override
  public double demotedAt(Work work) {
    return level(work) == 0 ? FIRST : level(work) == 1 ? SECOND : Double.POSITIVE_INFINITY;
  }

  /** The class of work, from 0. */
  public static int level(Work work) {
    return work.attended() < FIRST ? 0 : work.attended() < SECOND ? 1 : 2;
  }
}
