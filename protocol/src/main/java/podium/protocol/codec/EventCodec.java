package podium.protocol.codec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import podium.protocol.Text;
import podium.protocol.event.Entry;
import podium.protocol.event.Envelope;
import podium.protocol.report.Alive;
import podium.protocol.report.Progress;
import podium.protocol.report.Report;
import podium.protocol.report.WorkerCapacity;

/** Event log entries, reports and progress as JSON. Thread-safe. */
public final class EventCodec {
  private EventCodec() {}

  /** An entry as a record of the event log, of the format its envelope says. */
  public static byte[] encode(Entry entry) {
    Envelope envelope = entry.envelope();
    ObjectNode record = Json.MESSAGES.createObjectNode();
    record.put("format", envelope.format());
    record.put("term", envelope.term());
    record.put("incarnation", envelope.incarnation());
    record.put("index", envelope.index());
    if (!envelope.prev().isEmpty()) {
      record.put("prev", envelope.prev());
    }
    record.put("type", envelope.type());
    record.put("time", envelope.time().toString());
    record.putPOJO("event", entry.event());
    return write(record);
  }

  /**
   * The entry in a record of the event log.
   *
   * @throws MalformedMessageException when it is no such record, or this version does not know what
   *     is in it
   */
  public static Entry decodeEntry(byte[] json) {
    return LogRecord.read(json).entry();
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

  /** What a worker's machine has as UTF-8 JSON. */
  public static byte[] encode(WorkerCapacity capacity) {
    return write(capacity);
  }

  /** What a worker's machine has, in UTF-8 JSON. */
  public static WorkerCapacity decodeCapacity(byte[] json) {
    return read(json, WorkerCapacity.class);
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
        throw new MalformedMessageException(Text.of("no %s in the message", type.getSimpleName()));
      }
      return message;
    } catch (IOException e) {
      throw new MalformedMessageException(
          Text.of("not a readable %s: %s", type.getSimpleName(), Json.firstLine(e.getMessage())),
          e);
    }
  }
}
