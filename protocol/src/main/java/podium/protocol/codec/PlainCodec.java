package podium.protocol.codec;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import podium.protocol.Text;

/** Records that Podium writes for itself alone, as JSON. Thread-safe. */
public final class PlainCodec {
  private PlainCodec() {}

  /** A record as UTF-8 JSON. */
  public static byte[] encode(Record record) {
    try {
      return Json.MESSAGES.writeValueAsBytes(record);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("cannot encode a " + record.getClass().getSimpleName(), e);
    }
  }

  /**
   * The record in UTF-8 JSON.
   *
   * @throws MalformedMessageException when there is none
   */
  public static <T extends Record> T decode(byte[] json, Class<T> type) {
    try {
      T record = Json.MESSAGES.readValue(json, type);
      if (record == null) {
        throw new MalformedMessageException(Text.of("no %s in it", type.getSimpleName()));
      }
      return record;
    } catch (IOException e) {
      throw new MalformedMessageException(
          Text.of("not a readable %s: %s", type.getSimpleName(), Json.firstLine(e.getMessage())),
          e);
    }
  }
}
