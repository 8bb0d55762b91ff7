package podium.dashboard.domain;

import java.time.Instant;
import java.util.Optional;

/**
 * A record that stands in no trial's list of events, kept so that it can be folded again.
 * Immutable.
 *
 * @param time of the record; empty where it changed nothing
 * @param term that reigned behind it
 * @param voided records up to it that do not count
 * @param notUnderstood records up to it that this version does not know
 * @param refused whether it contradicts what stands before it
 * @param value its bytes; empty where it changed nothing
 */
public record FactRow(
    long offset,
    Optional<Instant> time,
    long term,
    long voided,
    long notUnderstood,
    boolean refused,
    Optional<byte[]> value) {}
