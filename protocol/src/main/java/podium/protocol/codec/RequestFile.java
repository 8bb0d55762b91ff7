package podium.protocol.codec;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import podium.protocol.Text;
import podium.protocol.experiment.Fault;
import podium.protocol.request.Request;
import podium.protocol.request.Request.Needs;
import podium.protocol.request.Request.Reading;
import podium.protocol.topic.Topics;

/**
 * Requests as people write them into files: documents of YAML, or JSON values that follow each
 * other. Immutable.
 */
public final class RequestFile {
  /** Most bytes of one file. */
  public static final int MAX_BYTES = 16 * Topics.MAX_REQUEST_BYTES;

  private final List<Part> parts;

  /** One document: what it asks for, and the JSON to publish. */
  public static final class Part {
    private final Reading reading;
    private final byte[] json;
    private final Places places;

    private Part(Reading reading, byte[] json, Places places) {
      this.reading = reading;
      this.json = json;
      this.places = places;
    }

    /** The request, or everything wrong with it. */
    public Reading reading() {
      return reading;
    }

    /** The text to publish. */
    public String json() {
      return new String(json, StandardCharsets.UTF_8);
    }

    /** Where a fault stands, such as {@code line 7}; nothing where it is about the whole. */
    public Optional<String> place(Fault fault) {
      return places.of(fault.path());
    }
  }

  private RequestFile(List<Part> parts) {
    this.parts = List.copyOf(parts);
  }

  /** The documents that hold something, at least one. */
  public List<Part> parts() {
    return parts;
  }

  /** Reads a file's text; see the bytes. */
  public static RequestFile read(String text, List<String> settings) {
    return read(text.getBytes(StandardCharsets.UTF_8), settings);
  }

  /**
   * Reads a file, with {@code path=value} settings laid over each of its documents.
   *
   * @throws MalformedMessageException if it is neither YAML nor JSON, empty or too large, or a
   *     setting has no path
   */
  public static RequestFile read(byte[] bytes, List<String> settings) {
    if (bytes.length > MAX_BYTES) {
      throw malformed(Text.of("the file has more than %d bytes; publish it in parts", MAX_BYTES));
    }
    List<Document> documents = documents(FileText.of(bytes));
    if (documents.isEmpty()) {
      throw malformed("the file is empty; expected an experiment with dataset and matrix");
    }
    List<Part> parts = new ArrayList<>();
    Map<String, Integer> keys = new HashMap<>();
    for (Document document : documents) {
      settings.forEach(setting -> set(document, setting));
      parts.add(part(document, keys, parts.size() + 1));
    }
    return new RequestFile(parts);
  }

  private static Part part(Document document, Map<String, Integer> keys, int number) {
    Reading reading = RequestCodec.read(document.tree(), Optional.empty());
    byte[] json = bytes(document.tree());
    if (reading instanceof Reading.Understood understood) {
      List<Fault> faults = new ArrayList<>();
      if (json.length > Topics.MAX_REQUEST_BYTES) {
        faults.add(
            new Fault(
                "",
                Text.of(
                    "the request has %d bytes; allowed: %d; publish it in parts",
                    json.length, Topics.MAX_REQUEST_BYTES)));
      }
      understood
          .request()
          .key()
          .flatMap(key -> Optional.ofNullable(keys.putIfAbsent(key, number)))
          .ifPresent(
              first ->
                  faults.add(
                      new Fault(
                          "key",
                          Text.of(
                                  "key is that of document %d too, so this one would count as its"
                                      + " repeat;",
                                  first)
                              + " give each a key of its own, or none")));
      if (!faults.isEmpty()) {
        return new Part(
            new Reading.Refused(faults, 0, needs(understood.request())), json, document.places());
      }
    }
    return new Part(reading, json, document.places());
  }

  private static Needs needs(Request request) {
    return switch (request) {
      case Request.Submit submit -> Needs.of(submit.spec());
      case Request.Act act -> Needs.NONE;
    };
  }

  private static List<Document> documents(String text) {
    boolean json = text.stripLeading().startsWith("{");
    if (json) {
      try {
        return JsonDocuments.read(text);
      } catch (JacksonException e) {
        return yamlAfter(text, e);
      }
    }
    return yaml(text);
  }

  /** YAML too may begin with a brace; where it is neither, the one that was read further tells. */
  private static List<Document> yamlAfter(String text, JacksonException json) {
    try {
      return YamlDocuments.read(text);
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
      throw json.getLocation() != null && json.getLocation().getLineNr() >= line
          ? malformed(
              "not JSON: "
                  + RequestCodec.firstLine(json.getOriginalMessage())
                  + RequestCodec.place(json))
          : neither(e);
    } catch (YamlEngineException e) {
      throw neither(e);
    }
  }

  private static List<Document> yaml(String text) {
    try {
      return YamlDocuments.read(text);
    } catch (YamlEngineException e) {
      throw neither(e);
    }
  }

  private static MalformedMessageException neither(YamlEngineException e) {
    String problem =
        e instanceof MarkedYamlEngineException marked
            ? marked.getProblem()
                + marked
                    .getProblemMark()
                    .map(m -> Text.of(" (line %d, column %d)", m.getLine() + 1, m.getColumn() + 1))
                    .orElse("")
            : RequestCodec.firstLine(String.valueOf(e.getMessage()));
    return new MalformedMessageException("neither YAML nor JSON: " + problem, e);
  }

  private static void set(Document document, String setting) {
    int equals = setting.indexOf('=');
    if (equals < 1 || !(document.tree() instanceof ObjectNode root)) {
      throw malformed(Text.of("cannot set '%s'; write it as recipe.epochs=1", setting));
    }
    String name = setting.substring(0, equals).trim();
    String[] path = name.split("\\.");
    ObjectNode parent = root;
    for (int i = 0; i < path.length - 1; i++) {
      parent = parent.get(path[i]) instanceof ObjectNode child ? child : parent.putObject(path[i]);
    }
    parent.set(path[path.length - 1], value(setting, setting.substring(equals + 1)));
    document.places().replace(name, "--set " + name);
  }

  private static JsonNode value(String setting, String text) {
    try {
      JsonNode value = YamlDocuments.value(text);
      // why: nothing after the sign is an empty text, as on any command line
      return text.isBlank() ? Json.PEOPLE_JSON.getNodeFactory().textNode(text) : value;
    } catch (YamlEngineException e) {
      throw malformed(Text.of("cannot set '%s'; what follows the = is no value of YAML", setting));
    }
  }

  private static byte[] bytes(JsonNode tree) {
    try {
      return Json.PEOPLE_JSON.writeValueAsBytes(tree);
    } catch (JacksonException e) {
      throw new IllegalStateException("a tree can be written", e);
    }
  }

  private static MalformedMessageException malformed(String message) {
    return new MalformedMessageException(message, new IllegalArgumentException(message));
  }
}
