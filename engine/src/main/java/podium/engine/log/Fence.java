package podium.engine.log;

import java.util.Optional;
import podium.protocol.event.Entry;
import podium.protocol.event.Event;

/**
 * Which records of the event log count. Immutable; every reader folds the log through it in offset
 * order.
 *
 * @param term the highest valid term so far; 0 before the first
 * @param incarnation UUID of the scheduler that owns that term; empty before the first
 * @param nextIndex the only index the next valid record of that incarnation may have
 * @param voided records judged void so far
 */
public record Fence(long term, String incarnation, long nextIndex, long voided) {
  /** The fence before the log's first record. */
  public static final Fence START = new Fence(0, "", 0, 0);

  /** What the fence says of a record, and the fence after it. */
  public record Verdict(Fence after, Optional<String> voidReason) {
    /** Whether the record counts. */
    public boolean valid() {
      return voidReason.isEmpty();
    }
  }

  /** Judges the next entry of the log. */
  public Verdict judge(Entry entry) {
    return judge(
        entry.event() instanceof Event.SchedulerStarted,
        entry.term(),
        entry.incarnation(),
        entry.index());
  }

  /**
   * Judges the next record of the log.
   *
   * @param starts whether the record is a SchedulerStarted
   */
  Verdict judge(boolean starts, long itsTerm, String itsIncarnation, long itsIndex) {
    if (starts) {
      return judgeStart(itsTerm, itsIncarnation, itsIndex);
    }
    if (itsTerm != term || !itsIncarnation.equals(incarnation)) {
      return voided(
          "term %d of %s is not the reigning term %d".formatted(itsTerm, itsIncarnation, term));
    }
    if (itsIndex != nextIndex) {
      return voided("index %d of term %d, expected %d".formatted(itsIndex, itsTerm, nextIndex));
    }
    return new Verdict(new Fence(term, incarnation, nextIndex + 1, voided), Optional.empty());
  }

  private Verdict judgeStart(long itsTerm, String itsIncarnation, long itsIndex) {
    if (itsTerm <= term) {
      return voided("term %d does not exceed term %d".formatted(itsTerm, term));
    }
    if (itsIndex != 0) {
      return voided("a term begins at index 0, not %d".formatted(itsIndex));
    }
    return new Verdict(new Fence(itsTerm, itsIncarnation, 1, voided), Optional.empty());
  }

  private Verdict voided(String reason) {
    return new Verdict(new Fence(term, incarnation, nextIndex, voided + 1), Optional.of(reason));
  }
}
