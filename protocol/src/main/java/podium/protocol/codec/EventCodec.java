package podium.protocol.codec;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import podium.protocol.event.Entry;
import podium.protocol.event.Event;
import podium.protocol.report.Alive;
import podium.protocol.report.Progress;
import podium.protocol.report.Report;

/** Event log entries, reports and progress as JSON. Thread-safe. */
public final class EventCodec {
  private EventCodec() {}

  /** An entry as UTF-8 JSON. */
  public static byte[] encode(Entry entry) {
    return write(entry);
  }

  /** The entry in UTF-8 JSON. */
  public static Entry decodeEntry(byte[] json) {
    return read(json, Entry.class);
  }

  /** An event alone as UTF-8 JSON. */
  public static byte[] encode(Event event) {
    return write(event);
  }

  /** A report as UTF-8 JSON. */
  public static byte[] encode(Report report) {
    return write(report);
  }

  /** The report in UTF-8 JSON. */
  public static Report decodeReport(byte[] json) {
    return read(json, Report.class);
  }

  /** Progress as UTF-8 JSON. */
  public static byte[] encode(Progress progress) {
    return write(progress);
  }

  /** The progress in UTF-8 JSON. */
  public static Progress decodeProgress(byte[] json) {
    return read(json, Progress.class);
  }

  /** A sign of life as UTF-8 JSON. */
  public static byte[] encode(Alive alive) {
    return write(alive);
  }

  /** The sign of life in UTF-8 JSON. */
  public static Alive decodeAlive(byte[] json) {
    return read(json, Alive.class);
  }

  private static byte[] write(Object message) {
    try {
      return Json.MESSAGES.writeValueAsBytes(message);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("cannot encode " + message, e);
    }
  }

  private static <T> T read(byte[] json, Class<T> type) {
    try {
      T message = Json.MESSAGES.readValue(json, type);
      if (message == null) {
        throw new MalformedMessageException(
            "no %s in the message".formatted(type.getSimpleName()),
            new IllegalArgumentException("null"));
      }
      return message;
    } catch (IOException e) {
      throw new MalformedMessageException(
          "not a readable %s: %s".formatted(type.getSimpleName(), e.getMessage()), e);
    }
  }
}
