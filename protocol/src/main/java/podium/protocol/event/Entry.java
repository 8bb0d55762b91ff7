package podium.protocol.event;

import java.time.Instant;

/**
 * A record of the event log: an event and what the fence needs to judge it.
 *
 * @param version of the format; readers skip fields they do not know
 * @param term the reign of the scheduler that wrote it
 * @param incarnation UUID of that scheduler
 * @param index from 0, dense within a term
 * @param time never earlier than the entry before
 */
public record Entry(
    int version, long term, String incarnation, long index, Instant time, Event event) {
  /** The format this code writes. */
  public static final int VERSION = 1;
}
