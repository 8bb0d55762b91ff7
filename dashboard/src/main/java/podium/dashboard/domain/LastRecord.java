package podium.dashboard.domain;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The record of the log that a board took last: what tells whether a log is still the one it was.
 * Immutable.
 *
 * @param sha256 of the record's value, in hexadecimal digits
 */
public record LastRecord(long offset, String sha256) {

  /** The record at an offset. */
  public static LastRecord of(long offset, byte[] value) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(value);
      return new LastRecord(offset, HexFormat.of().formatHex(hash));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
