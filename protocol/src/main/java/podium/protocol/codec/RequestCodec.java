package podium.protocol.codec;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import podium.protocol.request.Request.Reading;
import podium.protocol.topic.Topics;

/** Requests as people write them: JSON on the topic, JSON or YAML in a file. Thread-safe. */
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
          "the message has %d bytes; allowed: %d".formatted(json.length, Topics.MAX_REQUEST_BYTES));
    }
    try {
      return read(Json.PEOPLE_JSON.readTree(json), recordKey);
    } catch (JacksonException e) {
      return notJson(json, firstLine(e.getOriginalMessage()) + place(e));
    } catch (IOException e) {
      return notJson(json, e.toString());
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

  /** Reads the text of a file, YAML or JSON, with {@code path=value} settings laid over it. */
  public static Reading readFile(String text, List<String> settings) {
    try {
      return read(tree(text, settings), Optional.empty());
    } catch (MalformedMessageException e) {
      return refused(e.getMessage());
    }
  }

  /**
   * The text of a file as the JSON to publish, with {@code path=value} settings laid over it.
   *
   * @throws MalformedMessageException if it is neither YAML nor JSON, or a setting has no path
   */
  public static byte[] toJson(String text, List<String> settings) {
    try {
      return Json.PEOPLE_JSON.writeValueAsBytes(tree(text, settings));
    } catch (JacksonException e) {
      throw new MalformedMessageException(e.getOriginalMessage(), e);
    }
  }

  private static JsonNode tree(String text, List<String> settings) {
    try {
      JsonNode tree = Json.PEOPLE_YAML.readTree(text.getBytes(StandardCharsets.UTF_8));
      for (String setting : settings) {
        set(tree, setting);
      }
      return tree;
    } catch (JacksonException e) {
      throw new MalformedMessageException(
          "neither YAML nor JSON: " + firstLine(e.getOriginalMessage()) + place(e), e);
    } catch (IOException e) {
      throw new MalformedMessageException("cannot be read: " + e.getMessage(), e);
    }
  }

  private static void set(JsonNode tree, String setting) throws IOException {
    int equals = setting.indexOf('=');
    if (equals < 1 || !(tree instanceof ObjectNode root)) {
      throw new MalformedMessageException(
          "cannot set '%s'; write it as recipe.epochs=1".formatted(setting),
          new IllegalArgumentException(setting));
    }
    String[] path = setting.substring(0, equals).trim().split("\\.");
    ObjectNode parent = root;
    for (int i = 0; i < path.length - 1; i++) {
      parent = parent.get(path[i]) instanceof ObjectNode child ? child : parent.putObject(path[i]);
    }
    parent.set(path[path.length - 1], value(setting.substring(equals + 1)));
  }

  private static JsonNode value(String text) throws IOException {
    ObjectMapper yaml = Json.PEOPLE_YAML;
    JsonNode node = yaml.readTree(text.getBytes(StandardCharsets.UTF_8));
    return node == null || node.isMissingNode() ? yaml.getNodeFactory().textNode(text) : node;
  }

  private static Reading read(JsonNode tree, Optional<String> recordKey) {
    return tree instanceof ObjectNode object
        ? new SpecReader(object).read(recordKey)
        : refused("expected a JSON object with experiment, dataset and matrix");
  }

  private static Reading refused(String reason) {
    return new Reading.Refused(List.of(reason));
  }

  private static String place(JacksonException e) {
    return e.getLocation() == null
        ? ""
        : " (line %d, column %d)"
            .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
  }

  private static String firstLine(String message) {
    String line = message.lines().findFirst().orElse("");
    return line.length() > 200 ? line.substring(0, 200) + "…" : line;
  }
}
