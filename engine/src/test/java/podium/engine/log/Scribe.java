package podium.engine.log;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import podium.protocol.codec.EventCodec;
import podium.protocol.event.DecisionSettings;
import podium.protocol.event.Entry;
import podium.protocol.event.Envelope;
import podium.protocol.event.Event;
import podium.protocol.id.NodeAddress;

/** Writes a log in either format, and into it what does not belong there. */
public final class Scribe {
  static final ObjectMapper JSON = new ObjectMapper();
  public final List<byte[]> log = new ArrayList<>();
  private final int format;
  private final LogCursor cursor = new LogCursor();
  private Instant time = Instant.parse("2026-11-24T08:00:00Z");

  public Scribe(int format) {
    this.format = format;
  }

  /** The next term begins. */
  public Scribe term(String incarnation) {
    long term = fence().term() + 1;
    return raw(
        record(
            term,
            incarnation,
            0,
            new Event.SchedulerStarted(DecisionSettings.DEFAULT, "", NodeAddress.UNKNOWN)));
  }

  /** An event of the reigning term. */
  public Scribe event(Event event) {
    return raw(record(fence().term(), fence().incarnation(), fence().nextIndex(), event));
  }

  /** Bytes as they are. */
  public Scribe raw(byte[] record) {
    log.add(record);
    cursor.read(log.size() - 1L, record);
    return this;
  }

  public Scribe raw(String record) {
    return raw(record.getBytes(StandardCharsets.UTF_8));
  }

  public Fence fence() {
    return cursor.place().fence();
  }

  /** The next record that would count, as JSON to be spoilt. */
  public ObjectNode next(Event event) {
    return tree(record(fence().term(), fence().incarnation(), fence().nextIndex(), event));
  }

  static ObjectNode tree(byte[] record) {
    try {
      return (ObjectNode) JSON.readTree(record);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public byte[] record(long term, String incarnation, long index, Event event) {
    time = time.plus(Duration.ofMillis(250));
    String prev = index == 0 ? "" : fence().head();
    byte[] record = EventCodec.encode(Entry.of(term, incarnation, index, prev, time, event));
    return format == Envelope.FORMAT ? record : first(record);
  }

  /** The record as format 1 has it. */
  private static byte[] first(byte[] record) {
    ObjectNode json = tree(record);
    ObjectNode event = (ObjectNode) json.remove("event");
    ObjectNode first = JSON.createObjectNode().put("version", 1);
    json.remove(List.of("format", "prev"));
    event.set("type", json.remove("type"));
    first.setAll(json);
    first.set("event", event);
    return first.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** What each record is to a reader. */
  List<Reading> read() {
    LogCursor reader = new LogCursor();
    List<Reading> readings = new ArrayList<>();
    for (int offset = 0; offset < log.size(); offset++) {
      readings.add(reader.read(offset, log.get(offset)));
    }
    return readings;
  }

  /** The kinds of what each record is, in short. */
  List<String> kinds() {
    return read().stream().map(reading -> reading.getClass().getSimpleName()).toList();
  }
}
