package podium.dashboard.domain;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import podium.protocol.id.TrialId;

/** An event about a trial, kept word for word unless it is very long. Immutable. */
public record EventRow(long offset, TrialId trial, String type, Instant time, String json) {
  private static final int MOST_BYTES = 500_000;

  /** Whether it is the record at an offset, of those bytes. */
  boolean is(long at, byte[] value) {
    return offset == at && Arrays.equals(json.getBytes(StandardCharsets.UTF_8), value);
  }

  static String text(long offset, byte[] value) {
    return value.length <= MOST_BYTES
        ? new String(value, StandardCharsets.UTF_8)
        : "{\"tooLong\":\"%d bytes; the whole record is at offset %d of podium.events\"}"
            .formatted(value.length, offset);
  }
}
