package podium.engine.log;

import java.util.Optional;
import podium.protocol.Text;
import podium.protocol.event.Entry;
import podium.protocol.event.Envelope;

/** What a record of the event log is to its reader. */
public sealed interface Reading {
  /** Its place in the log. */
  long offset();

  /** It counts. */
  record Counted(long offset, Entry entry) implements Reading {}

  /**
   * It counts and takes its index, but this version does not know what is in it: what the reader
   * knows is incomplete from here on.
   */
  record NotUnderstood(long offset, Envelope envelope, String why) implements Reading {
    /** Why nobody can go on behind it, for people. */
    public String told() {
      return Text.of(
          "the log is newer than this program: the record at offset %d is a %s, and %s",
          offset, envelope.type(), why);
    }
  }

  /**
   * It does not count.
   *
   * @param envelope when it has one that can be read
   */
  record Voided(long offset, Optional<Envelope> envelope, String why) implements Reading {
    /** What is wrong with it, for people. */
    public String told() {
      return Text.of("the record at offset %d is void: %s", offset, why);
    }
  }
}
