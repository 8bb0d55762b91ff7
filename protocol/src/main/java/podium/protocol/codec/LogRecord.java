package podium.protocol.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import podium.protocol.Text;
import podium.protocol.event.Entry;
import podium.protocol.event.Envelope;
import podium.protocol.event.Event;

/**
 * A record of the event log whose envelope is readable; what is in it is decoded apart, since not
 * every reader knows every event. Immutable.
 */
public final class LogRecord {
  private final Envelope envelope;
  private final byte[] bytes;
  private final int from;
  private final int to;

  private LogRecord(Envelope envelope, byte[] bytes, int from, int to) {
    this.envelope = envelope;
    this.bytes = bytes;
    this.from = from;
    this.to = to;
  }

  /**
   * Reads the envelope.
   *
   * @throws MalformedMessageException when the bytes are no record of an event log
   */
  public static LogRecord read(byte[] bytes) {
    try (JsonParser parser = Json.MESSAGES.getFactory().createParser(bytes)) {
      return new Reader(parser, bytes).read();
    } catch (IOException | DateTimeException | ArithmeticException e) {
      throw new MalformedMessageException(
          "not a record of an event log: " + Json.firstLine(e.getMessage()), e);
    }
  }

  /** What the fence judges. */
  public Envelope envelope() {
    return envelope;
  }

  /**
   * The whole entry.
   *
   * @throws MalformedMessageException when this version does not know what is in the envelope
   */
  public Entry entry() {
    if (envelope.format() > Envelope.FORMAT) {
      throw new MalformedMessageException(
          Text.of(
              "it is of format %d; this version reads up to %d",
              envelope.format(), Envelope.FORMAT));
    }
    Class<? extends Event> type =
        EventTypes.named(envelope.type())
            .orElseThrow(
                () ->
                    new MalformedMessageException(
                        Text.of(
                            "events of type %s are not known to this version",
                            Json.firstLine(envelope.type()))));
    try {
      Event event = Json.MESSAGES.readValue(bytes, from, to - from, type);
      if (event == null) {
        throw new MalformedMessageException(Text.of("there is no %s in it", envelope.type()));
      }
      return new Entry(envelope, event);
    } catch (IOException e) {
      throw new MalformedMessageException(
          Text.of("not a readable %s: %s", envelope.type(), Json.firstLine(e.getMessage())), e);
    }
  }

  /** One pass over a record. */
  private static final class Reader {
    private final JsonParser parser;
    private final byte[] bytes;
    private final Set<String> seen = new HashSet<>();
    private Optional<Integer> format = Optional.empty();
    private Optional<Integer> version = Optional.empty();
    private Optional<Long> term = Optional.empty();
    private Optional<Long> index = Optional.empty();
    private Optional<String> incarnation = Optional.empty();
    private Optional<String> type = Optional.empty();
    private Optional<String> typeWithin = Optional.empty();
    private Optional<Instant> time = Optional.empty();
    private String prev = "";
    private int from;
    private int to;

    Reader(JsonParser parser, byte[] bytes) {
      this.parser = parser;
      this.bytes = bytes;
    }

    LogRecord read() throws IOException {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new MalformedMessageException("not a record of an event log: not a JSON object");
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        field(name);
      }
      if (parser.nextToken() != null) {
        throw new MalformedMessageException("not a record of an event log: text follows it");
      }
      int itsFormat = format.or(() -> version).orElseThrow(() -> lacks("format"));
      boolean first = format.isEmpty() && itsFormat == Envelope.FIRST_FORMAT;
      return new LogRecord(
          new Envelope(
              itsFormat,
              term.orElseThrow(() -> lacks("term")),
              incarnation.orElseThrow(() -> lacks("incarnation")),
              index.orElseThrow(() -> lacks("index")),
              first ? "" : prev,
              (first ? typeWithin : type.or(() -> typeWithin)).orElseThrow(() -> lacks("type")),
              time.orElseThrow(() -> lacks("time"))),
          bytes,
          from,
          to);
    }

    private void field(String name) throws IOException {
      switch (name) {
        case "format" -> format = once(name, Math.toIntExact(whole(name)));
        case "version" -> version = once(name, Math.toIntExact(whole(name)));
        case "term" -> term = once(name, whole(name));
        case "index" -> index = once(name, whole(name));
        case "incarnation" -> incarnation = once(name, text(name));
        case "prev" -> prev = once(name, text(name)).orElseThrow();
        case "type" -> type = once(name, text(name));
        case "time" -> time = once(name, Instant.parse(text(name)));
        case "event" -> event(name);
        default -> parser.skipChildren();
      }
    }

    private void event(String name) throws IOException {
      if (parser.currentToken() != JsonToken.START_OBJECT) {
        throw lacks(name);
      }
      once(name, name);
      from = Math.toIntExact(parser.currentTokenLocation().getByteOffset());
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean isType = parser.currentName().equals("type");
        if (parser.nextToken() == JsonToken.VALUE_STRING && isType) {
          typeWithin = Optional.of(parser.getText());
        }
        parser.skipChildren();
      }
      to = Math.toIntExact(parser.currentLocation().getByteOffset());
    }

    private long whole(String name) throws IOException {
      if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
        throw lacks(name);
      }
      return parser.getLongValue();
    }

    private String text(String name) throws IOException {
      if (parser.currentToken() != JsonToken.VALUE_STRING) {
        throw lacks(name);
      }
      return parser.getText();
    }

    private <T> Optional<T> once(String name, T value) {
      if (!seen.add(name)) {
        throw new MalformedMessageException(
            Text.of("not a record of an event log: it says %s twice", name));
      }
      return Optional.of(value);
    }

    private static MalformedMessageException lacks(String name) {
      return new MalformedMessageException(
          "not a record of an event log: it lacks a readable " + name);
    }
  }
}
