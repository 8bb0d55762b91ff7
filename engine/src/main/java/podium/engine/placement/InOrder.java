package podium.engine.placement;

import java.util.Comparator;
import podium.protocol.event.Reason;

/** Priority, then acceptance. */
public final class InOrder implements Placement {
  /** What every rule goes by where it says nothing else. */
  static final Comparator<Work> ACCEPTANCE = Comparator.comparingLong(Work::accepted);

  /** What rules that are about people's work go by first. */
  static final Comparator<Work> PRIORITY = Comparator.comparingInt(work -> -work.priority());

  @Override
  public Comparator<Work> order() {
    return PRIORITY.thenComparing(ACCEPTANCE);
  }

  @Override
  public Reason reason(Work work) {
    return new Reason.FirstInOrder(work.priority());
  }
}
