package podium.cli.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * A record of the event log as a line of an exported file: {@code {"offset":7,"crc32c":"…",
 * "record":…}}, with the record's bytes as they are, or in {@code base64} where they are no line of
 * JSON. The check sum is that of offset and bytes. Immutable.
 */
final class LogFileLine {
  private static final byte[] RECORD = ",\"record\":".getBytes(StandardCharsets.US_ASCII);
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final int MOST_HEAD = 80;

  private final long offset;
  private final byte[] record;

  LogFileLine(long offset, byte[] record) {
    this.offset = offset;
    this.record = record.clone();
  }

  long offset() {
    return offset;
  }

  byte[] record() {
    return record.clone();
  }

  /** The line's bytes, without its end. */
  byte[] bytes() {
    ByteArrayOutputStream line = new ByteArrayOutputStream(record.length + MOST_HEAD);
    line.writeBytes(
        "{\"offset\":%d,\"crc32c\":\"%s\""
            .formatted(offset, sum(offset, record))
            .getBytes(StandardCharsets.US_ASCII));
    if (isPlain(record)) {
      line.writeBytes(RECORD);
      line.writeBytes(record);
    } else {
      line.writeBytes(
          ",\"base64\":\"%s\""
              .formatted(Base64.getEncoder().encodeToString(record))
              .getBytes(StandardCharsets.US_ASCII));
    }
    line.write('}');
    return line.toByteArray();
  }

  /**
   * Reads a line.
   *
   * @return why it is damaged, or the line
   */
  static Read read(byte[] line) {
    try {
      JsonNode tree = JSON.readTree(line);
      if (!tree.path("offset").canConvertToLong() || !tree.path("crc32c").isTextual()) {
        return new Read(Optional.empty(), "it has no offset or no check sum");
      }
      long offset = tree.path("offset").longValue();
      byte[] record = tree.has("base64") ? tree.path("base64").binaryValue() : plain(line);
      return tree.path("crc32c").textValue().equals(sum(offset, record))
          ? new Read(Optional.of(new LogFileLine(offset, record)), "")
          : new Read(Optional.empty(), "its bytes are not those that were exported");
    } catch (IOException | IllegalArgumentException e) {
      return new Read(Optional.empty(), "it is no JSON object with a record");
    }
  }

  /**
   * A line that was read.
   *
   * @param damage in words, where it could not be
   */
  record Read(Optional<LogFileLine> line, String damage) {}

  private static byte[] plain(byte[] line) {
    int begins = indexOf(line, RECORD);
    if (begins < 0 || begins > MOST_HEAD) {
      throw new IllegalArgumentException("there is no record in it");
    }
    return Arrays.copyOfRange(line, begins + RECORD.length, line.length - 1);
  }

  private static int indexOf(byte[] line, byte[] sought) {
    for (int at = 0; at + sought.length <= Math.min(line.length, 2 * MOST_HEAD); at++) {
      if (Arrays.equals(line, at, at + sought.length, sought, 0, sought.length)) {
        return at;
      }
    }
    return -1;
  }

  /** Whether a record can stand in a line of JSON as it is. */
  private static boolean isPlain(byte[] record) {
    for (byte sign : record) {
      if (sign == '\n' || sign == '\r') {
        return false;
      }
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(record)).toString();
      return !text.isBlank() && text.equals(text.strip()) && !JSON.readTree(text).isMissingNode();
    } catch (CharacterCodingException | JsonProcessingException e) {
      return false;
    }
  }

  private static String sum(long offset, byte[] record) {
    CRC32C sum = new CRC32C();
    sum.update(Long.toString(offset).getBytes(StandardCharsets.US_ASCII));
    sum.update(record);
    return HexFormat.of().toHexDigits(sum.getValue(), 8);
  }
}
