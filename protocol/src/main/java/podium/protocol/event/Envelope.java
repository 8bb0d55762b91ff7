package podium.protocol.event;

import java.time.Instant;

/**
 * What every reader can judge of a record of the event log, whether it knows the event inside or
 * not.
 *
 * @param format of the record, fixed for a term by its SchedulerStarted
 * @param term the reign of the scheduler that wrote it
 * @param incarnation UUID of that scheduler
 * @param index from 0, dense within a term
 * @param prev the head of the log before it, 64 hex digits; empty in a SchedulerStarted and in
 *     format 1
 * @param type of the event inside
 * @param time never earlier than the entry before
 */
public record Envelope(
    int format, long term, String incarnation, long index, String prev, String type, Instant time) {
  /** The first format; it has no {@code prev}, and the type stands in the event. */
  public static final int FIRST_FORMAT = 1;

  /** The format this code writes, and the latest it reads. */
  public static final int FORMAT = 2;

  /** Whether it is the first entry of a term. */
  public boolean starts() {
    return type.equals("SchedulerStarted");
  }
}
