package podium.engine.log;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import podium.protocol.Text;
import podium.protocol.event.Envelope;

/**
 * Which records of the event log count. Immutable; judges envelopes alone, never what is in them,
 * so that readers who know different events judge alike.
 *
 * @param format of the term's records; 0 before the first
 * @param term the highest valid term so far; 0 before the first
 * @param incarnation UUID of the scheduler that owns that term; empty before the first
 * @param nextIndex the only index the next valid record of that incarnation may have
 * @param head SHA-256 over the head before and the bytes of the last valid record, in hex
 */
public record Fence(int format, long term, String incarnation, long nextIndex, String head) {
  /** The head of a log without records. */
  public static final String NO_HEAD = "0".repeat(64);

  /** The fence before the log's first record. */
  public static final Fence START = new Fence(0, 0, "", 0, NO_HEAD);

  /** Why the next record does not count; nothing when it does. */
  public Optional<String> against(Envelope envelope) {
    return envelope.starts() ? againstStart(envelope) : againstFollowing(envelope);
  }

  private Optional<String> againstFollowing(Envelope envelope) {
    if (envelope.term() != term || !envelope.incarnation().equals(incarnation)) {
      return Optional.of(
          Text.of(
              "term %d of %s is not the reigning term %d",
              envelope.term(), envelope.incarnation(), term));
    }
    if (envelope.format() != format) {
      return Optional.of(Text.of("format %d in a term of format %d", envelope.format(), format));
    }
    if (envelope.index() != nextIndex) {
      return Optional.of(
          Text.of("index %d of term %d, expected %d", envelope.index(), term, nextIndex));
    }
    // why: how later formats bind their records together nobody knows yet
    if (format == Envelope.FORMAT && !envelope.prev().equals(head)) {
      return Optional.of(
          Text.of(
              "index %d of term %d follows another log: its prev is %s, the head is %s",
              nextIndex, term, shortened(envelope.prev()), shortened(head)));
    }
    return Optional.empty();
  }

  private Optional<String> againstStart(Envelope envelope) {
    // why: with any greater term one forged record could make all further terms impossible
    if (term == Long.MAX_VALUE || envelope.term() != term + 1) {
      return Optional.of(Text.of("term %d does not follow term %d", envelope.term(), term));
    }
    if (envelope.index() != 0) {
      return Optional.of(Text.of("a term begins at index 0, not %d", envelope.index()));
    }
    // why: an older scheduler must not reign over a log that it cannot read
    if (envelope.format() < format) {
      return Optional.of(Text.of("format %d after format %d", envelope.format(), format));
    }
    return Optional.empty();
  }

  /** The fence after a record that counts. */
  public Fence after(Envelope envelope, byte[] record) {
    String nextHead = headAfter(head, record);
    return envelope.starts()
        ? new Fence(envelope.format(), envelope.term(), envelope.incarnation(), 1, nextHead)
        : new Fence(format, term, incarnation, nextIndex + 1, nextHead);
  }

  /** The head of a log whose head was that, and that has one more record that counts. */
  public static String headAfter(String head, byte[] record) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(head.getBytes(StandardCharsets.US_ASCII));
      digest.update(record);
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String shortened(String hash) {
    return hash.isEmpty() ? "missing" : hash.substring(0, Math.min(12, hash.length()));
  }
}
