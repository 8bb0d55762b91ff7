package podium.engine.worker;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import podium.protocol.id.AttemptId;
import podium.protocol.report.Report;

/** How far the reports of one attempt are spooled, sent and acknowledged. Not thread-safe. */
final class Outbox {
  /** Reports that may wait for their answer at a time. */
  static final int WINDOW = 32;

  /** Ticks without an answer after which reports are sent again; twice as many each time. */
  private static final int PATIENCE = 2;

  private static final int MOST_PATIENCE = 32;

  private final AttemptId attempt;

  /** The earlier process that held the attempt; empty when this one does. */
  private final Optional<String> leftBy;

  private long acknowledged;
  private long sent;
  private long spooled;
  private boolean over;
  private int quietTicks;
  private int patience = PATIENCE;
  private long rewoundTo;

  /** Epochs whose reports wait for their answer, by sequence. */
  private final TreeMap<Long, Integer> epochs = new TreeMap<>();

  private Outbox(AttemptId attempt, Optional<String> leftBy, long acknowledged, long spooled) {
    this.attempt = attempt;
    this.leftBy = leftBy;
    this.acknowledged = acknowledged;
    this.sent = acknowledged;
    this.spooled = spooled;
  }

  /** Of an attempt of this process. */
  static Outbox of(AttemptId attempt) {
    return new Outbox(attempt, Optional.empty(), 0, 0);
  }

  /** Of an attempt that an earlier process left. */
  static Outbox inherited(Backlog left) {
    Outbox outbox =
        new Outbox(left.attempt(), Optional.of(left.holder()), left.first() - 1, left.last());
    outbox.over = left.over();
    return outbox;
  }

  AttemptId attempt() {
    return attempt;
  }

  /** The earlier process that held the attempt; empty when this one does. */
  Optional<String> leftBy() {
    return leftBy;
  }

  /** Whether its last report is spooled. */
  boolean isOver() {
    return over;
  }

  /** Whether nothing waits and nothing can come. */
  boolean isDone() {
    return isDrained() && over;
  }

  boolean isDrained() {
    return acknowledged == spooled;
  }

  /** Whether the scheduler had that one. */
  boolean isAcknowledged(long sequence) {
    return sequence <= acknowledged;
  }

  void spooled(Report report) {
    spooled = report.sequence();
    over = over || report instanceof Report.Ended;
    note(report);
  }

  /** Sequence of the last report spooled. */
  long spooled() {
    return spooled;
  }

  private void note(Report report) {
    if (report instanceof Report.Epoch epoch) {
      epochs.put(report.sequence(), epoch.result().epoch());
    }
  }

  /** Sequence of the last report sent. */
  long sent() {
    return sent;
  }

  /** How many more may be sent now. */
  int room() {
    return (int) (WINDOW - (sent - acknowledged));
  }

  void sent(Report report) {
    if (sent == acknowledged) {
      quietTicks = 0;
    }
    sent = report.sequence();
    note(report);
  }

  /** The scheduler has all up to that one; the last epoch among those it newly has. */
  Optional<Integer> acknowledge(long sequence) {
    long upTo = Math.min(sequence, spooled);
    if (upTo > acknowledged) {
      acknowledged = upTo;
      sent = Math.max(sent, upTo);
      quietTicks = 0;
      patience = PATIENCE;
      rewoundTo = 0;
    }
    SortedMap<Long, Integer> answered = epochs.headMap(sequence, true);
    Optional<Integer> last = answered.values().stream().reduce((before, after) -> after);
    answered.clear();
    return last;
  }

  /** The scheduler lacks that one. */
  void missing(long next) {
    // why: each report behind a gap is answered so; going back once is enough
    if (next != rewoundTo) {
      rewoundTo = next;
      sent = Math.clamp(next - 1, acknowledged, sent);
    }
  }

  /** Everything that waits is to be sent again. */
  void rewind() {
    sent = acknowledged;
    quietTicks = 0;
    patience = PATIENCE;
    rewoundTo = 0;
  }

  /** After a while without answers everything is to be sent again. */
  void tick() {
    if (sent > acknowledged && ++quietTicks >= patience) {
      int longer = Math.min(2 * patience, MOST_PATIENCE);
      rewind();
      // why: who has no answer yet may be busy with what it was sent already
      patience = longer;
    }
  }
}
