package podium.protocol.codec;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import podium.protocol.Text;
import podium.protocol.id.TrialId;
import podium.protocol.request.Action;
import podium.protocol.request.Request.Reading;
import podium.protocol.topic.Topics;

/** Requests as they stand on the topic: one JSON object each. Thread-safe. */
public final class RequestCodec {
  /**
   * A zero and a number of four bytes: what a schema registry's serializer puts before a message.
   */
  private static final int SCHEMA_ID_BYTES = 5;

  private RequestCodec() {}

  /** Reads a record of the requests topic; {@code recordKey} stands in for a missing key field. */
  public static Reading read(byte[] json, Optional<String> recordKey) {
    if (json.length == 0) {
      return refused(
          "the message is empty; expected a JSON object with experiment, dataset and matrix");
    }
    if (json.length > Topics.MAX_REQUEST_BYTES) {
      return refused(
          Text.of("the message has %d bytes; allowed: %d", json.length, Topics.MAX_REQUEST_BYTES));
    }
    try {
      return read(Json.PEOPLE_JSON.readTree(json), recordKey);
    } catch (MismatchedInputException e) {
      return refused(
          Text.of(
              "not one JSON object: a second value begins%s; publish each request as a message of"
                  + " its own",
              place(e)));
    } catch (JacksonException e) {
      return notJson(json, firstLine(e.getOriginalMessage()) + place(e));
    } catch (IOException e) {
      return notJson(json, "its bytes are neither UTF-8 nor UTF-16 text; write it as UTF-8");
    }
  }

  private static Reading notJson(byte[] json, String fault) {
    // why: UTF-16 does not begin with two zero bytes, and UTF-32 has zeros at that place
    boolean schemaId =
        json.length > SCHEMA_ID_BYTES && json[0] == 0 && json[1] == 0 && json[SCHEMA_ID_BYTES] != 0;
    return refused(
        schemaId
            ? "the message begins with byte 0 and a schema's id, as serializers of a schema"
                + " registry write it; publish the JSON alone, with a serializer of text or bytes"
            : "not JSON: " + fault);
  }

  /** The request that asks this, without a key: what {@link #read} makes it of. */
  public static String text(Action action) {
    ObjectNode json = Json.MESSAGES.createObjectNode().put("request", action.verb());
    switch (action) {
      case Action.Cancel it -> about(json, it.target());
      case Action.Pause it -> about(json, it.target()).put("now", it.now());
      case Action.Resume it -> about(json, it.target());
      case Action.Retry it -> about(json, it.target()).put("fresh", it.fresh());
      case Action.Extend it -> about(json, it.target()).put("epochs", it.epochs());
      case Action.Fork it -> {
        about(json, it.target());
        it.epoch().ifPresent(epoch -> json.put("epoch", epoch));
        json.set("recipe", Json.MESSAGES.valueToTree(it.recipe()));
      }
      case Action.Change it -> {
        about(json, it.target());
        it.priority().ifPresent(priority -> json.put("priority", priority));
        if (it.hasLimits()) {
          limits(json.putObject("limits"), it);
        }
        it.tags().ifPresent(tags -> json.set("tags", Json.MESSAGES.valueToTree(tags)));
      }
      case Action.ChangeOwner it -> {
        json.put("owner", it.target());
        it.slots().ifPresent(slots -> json.putObject("limits").put("slots", slots));
        it.weight().ifPresent(weight -> json.put("weight", weight));
      }
      case Action.Drain it -> slots(json, it.target(), it.slot());
      case Action.Undrain it -> slots(json, it.target(), it.slot());
      case Action.Release it -> slots(json, it.target(), it.slot());
      case Action.Archive it -> json.put("experiment", it.target());
      case Action.Unarchive it -> json.put("experiment", it.target());
    }
    return json.toString();
  }

  /** A value as a person typed it: JSON where it is some, else a word. */
  public static Object value(String text) {
    try {
      return JsonValues.canonical(Json.PEOPLE_JSON.readTree(text)).orElse(text);
    } catch (JacksonException e) {
      // why: words are typed without quotes
      return text;
    }
  }

  private static ObjectNode about(ObjectNode json, String target) {
    return json.put(TrialId.parse(target).isPresent() ? "trial" : "experiment", target);
  }

  private static void limits(ObjectNode json, Action.Change change) {
    change.slots().ifPresent(slots -> json.put("slots", slots));
    change.wallSeconds().ifPresent(seconds -> json.put("wallSeconds", seconds));
    change.epochSeconds().ifPresent(seconds -> json.put("epochSeconds", seconds));
  }

  private static void slots(ObjectNode json, String worker, Optional<String> slot) {
    json.put("worker", worker);
    slot.ifPresent(name -> json.put("slot", name));
  }

  static Reading read(JsonNode tree, Optional<String> recordKey) {
    return tree instanceof ObjectNode object
        ? new SpecReader(object).read(recordKey)
        : refused("expected a JSON object with experiment, dataset and matrix");
  }

  static String place(JacksonException e) {
    return e.getLocation() == null
        ? ""
        : Text.of(
            " (line %d, column %d)", e.getLocation().getLineNr(), e.getLocation().getColumnNr());
  }

  static String firstLine(String message) {
    String line = message.lines().findFirst().orElse("");
    return line.length() > 200 ? line.substring(0, 200) + "…" : line;
  }

  private static Reading refused(String reason) {
    return new Reading.Refused(List.of(reason));
  }
}
