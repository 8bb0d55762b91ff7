package podium.dashboard.domain;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import podium.protocol.event.Slot;

/**
 * A worker as the board shows it. Immutable.
 *
 * @param drained slots that get nothing new; all of them where an empty name is among these
 * @param resting slots that are left out since attempts fail on them, and why
 * @param time of the last event about it
 * @param note why it has its status; empty when there is nothing to say
 */
public record WorkerRow(
    String worker,
    String incarnation,
    String host,
    List<Slot> slots,
    List<String> drained,
    Map<String, String> resting,
    Status status,
    Instant registeredAt,
    Instant time,
    String note,
    long offset) {

  /** Whether a worker is heard. */
  public enum Status {
    ALIVE,
    SUSPECT,
    LOST,
    /** It was stopped on purpose. */
    LEFT;

    /** Whether nothing more is heard of it. */
    public boolean gone() {
      return this == LOST || this == LEFT;
    }
  }

  public WorkerRow {
    slots = List.copyOf(slots);
    drained = List.copyOf(drained);
    resting = Collections.unmodifiableMap(new TreeMap<>(resting));
    note = Texts.cut(note);
  }

  WorkerRow with(Status changed, Instant at, String why, long by) {
    return new WorkerRow(
        worker, incarnation, host, slots, drained, resting, changed, registeredAt, at, why, by);
  }

  WorkerRow with(List<String> nowDrained, long by) {
    return new WorkerRow(
        worker,
        incarnation,
        host,
        slots,
        nowDrained,
        resting,
        status,
        registeredAt,
        time,
        note,
        by);
  }

  WorkerRow with(Map<String, String> nowResting, long by) {
    return new WorkerRow(
        worker,
        incarnation,
        host,
        slots,
        drained,
        nowResting,
        status,
        registeredAt,
        time,
        note,
        by);
  }
}
