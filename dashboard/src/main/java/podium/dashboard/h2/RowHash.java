package podium.dashboard.h2;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.HexFormat;

/**
 * SHA-256 over rows as they stand in tables: of each its column count, then each value with the
 * length of its UTF-8 text, so that no other rows give the same bytes. Not thread-safe.
 */
final class RowHash {
  private final MessageDigest digest;

  private RowHash(MessageDigest digest) {
    this.digest = digest;
  }

  static RowHash begin() {
    try {
      return new RowHash(MessageDigest.getInstance("SHA-256"));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** The row that a result stands at. */
  RowHash row(ResultSet row) throws SQLException {
    int columns = row.getMetaData().getColumnCount();
    text(Integer.toString(columns));
    for (int column = 1; column <= columns; column++) {
      Object value = row.getObject(column);
      text(value == null ? "-" : "=" + canonical(value));
    }
    return this;
  }

  // why: a time is the same whatever zone it is told in
  private static String canonical(Object value) {
    return value instanceof OffsetDateTime time ? time.toInstant().toString() : value.toString();
  }

  RowHash text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
    digest.update(bytes);
    return this;
  }

  RowHash bytes(byte[] bytes) {
    digest.update(bytes);
    return this;
  }

  /** The hash of all so far; more may follow. */
  byte[] soFar() {
    try {
      return ((MessageDigest) digest.clone()).digest();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the JDK's SHA-256 can be cloned", e);
    }
  }

  String hex() {
    return HexFormat.of().formatHex(soFar());
  }
}
