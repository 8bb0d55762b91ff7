package podium.engine.audit;

import java.util.Optional;
import podium.engine.log.Fence;
import podium.protocol.event.Envelope;

/** Why a record of the log does not count. */
public enum Cause {
  NO_ENTRY(
      "no entry of a log",
      "something else than the scheduler wrote into the topic; it does no harm; see who may write"
          + " to podium.events"),
  OTHER_TERM(
      "a claim whose term does not follow",
      "two schedulers claimed at once, or something else wrote it; it does no harm"),
  NO_CLAIM(
      "a claim that is none: not at index 0, or of an older format",
      "an older version of Podium was started on this log; use one version"),
  OLD_REIGN(
      "of a scheduler that no longer reigned",
      "its last appends arrived late, as after a pause of its process or of Kafka; it does no"
          + " harm"),
  OTHER_FORMAT("of another format than its term", "something else than its scheduler wrote it"),
  WRONG_INDEX(
      "not the next index of its term",
      "an append before it was lost, so its scheduler began a new term; what it said was decided"
          + " anew"),
  OTHER_HEAD(
      "bound to another log: its prev is not the head",
      "a record before it was altered, or the log lost records and was written on; compare it with"
          + " a copy, and restore the topic from that if the copy is whole");

  private final String meaning;
  private final String advice;

  Cause(String meaning, String advice) {
    this.meaning = meaning;
    this.advice = advice;
  }

  /** What it is, for people. */
  public String meaning() {
    return meaning;
  }

  /** Where it comes from, and what to do. */
  public String advice() {
    return advice;
  }

  /** Why a record is void behind that fence. */
  static Cause of(Fence fence, Optional<Envelope> record) {
    if (record.isEmpty()) {
      return NO_ENTRY;
    }
    Envelope envelope = record.get();
    if (envelope.starts()) {
      return envelope.term() == fence.term() + 1 ? NO_CLAIM : OTHER_TERM;
    }
    if (envelope.term() != fence.term() || !envelope.incarnation().equals(fence.incarnation())) {
      return OLD_REIGN;
    }
    if (envelope.format() != fence.format()) {
      return OTHER_FORMAT;
    }
    return envelope.index() == fence.nextIndex() ? OTHER_HEAD : WRONG_INDEX;
  }
}
