package podium.protocol.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import podium.protocol.Text;
import podium.protocol.topic.Topics;

/** Reads YAML's documents: aliases stand for what they name, {@code <<} merges. */
final class YamlDocuments {
  static final int DEEPEST = 20;

  private static final LoadSettings SETTINGS =
      LoadSettings.builder()
          .setSchema(new PlainScalars())
          .setAllowNonScalarKeys(true)
          .setCodePointLimit(Integer.MAX_VALUE)
          // why: what aliases grow to is bounded below, by size
          .setMaxAliasesForCollections(Integer.MAX_VALUE)
          .build();

  private final Places places = new Places();
  private int left = Topics.MAX_REQUEST_BYTES;

  private YamlDocuments() {}

  /**
   * The documents of a text that hold something.
   *
   * @throws org.snakeyaml.engine.v2.exceptions.YamlEngineException when it is not YAML
   * @throws MalformedMessageException when it is nested too deeply, grows too large by its aliases
   *     or names a field twice
   */
  static List<Document> read(String text) {
    checkDepth(text);
    List<Document> documents = new ArrayList<>();
    for (Node node : new Compose(SETTINGS).composeAllFromString(text)) {
      YamlDocuments reader = new YamlDocuments();
      JsonNode tree = reader.value(node, "", 0);
      if (!tree.isNull()) {
        documents.add(new Document(tree, reader.places));
      }
    }
    return documents;
  }

  /** The one value of a text. */
  static JsonNode value(String text) {
    checkDepth(text);
    return new Compose(SETTINGS)
        .composeString(text)
        .map(node -> new YamlDocuments().value(node, "", 0))
        .orElse(JsonNodeFactory.instance.nullNode());
  }

  // why: the library composes by recursion, and a long row of brackets would overflow its stack
  private static void checkDepth(String text) {
    int depth = 0;
    for (Event event : new Parse(SETTINGS).parseString(text)) {
      if (event instanceof CollectionStartEvent && ++depth > DEEPEST) {
        throw tooDeep(event.getStartMark().map(Mark::getLine).orElse(0) + 1);
      }
      if (event instanceof CollectionEndEvent) {
        depth--;
      }
    }
  }

  private JsonNode value(Node node, String path, int depth) {
    places.line(path, line(node));
    if (depth > DEEPEST) {
      throw tooDeep(line(node));
    }
    spend(node, 1);
    return switch (node) {
      case ScalarNode scalar -> {
        spend(node, scalar.getValue().length());
        yield PlainScalars.value(scalar.getTag(), scalar.getValue());
      }
      case SequenceNode sequence -> {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (Node item : sequence.getValue()) {
          array.add(value(item, Text.of("%s[%d]", path, array.size()), depth + 1));
        }
        yield array;
      }
      case MappingNode mapping -> {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        fields(mapping, depth)
            .forEach(
                (name, tuple) -> {
                  String at = path.isEmpty() ? name : path + "." + name;
                  object.set(name, value(tuple.getValueNode(), at, depth + 1));
                  places.line(at, line(tuple.getKeyNode()));
                });
        yield object;
      }
      default -> throw new IllegalStateException("unknown node " + node.getNodeType());
    };
  }

  /** A mapping's own fields, and those it merges where it has none of that name. */
  private Map<String, NodeTuple> fields(MappingNode mapping, int depth) {
    if (depth > DEEPEST) {
      throw tooDeep(line(mapping));
    }
    Map<String, NodeTuple> own = new LinkedHashMap<>();
    Map<String, NodeTuple> merged = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      spend(mapping, 1);
      if (isMerge(tuple.getKeyNode())) {
        merge(tuple.getValueNode(), merged, depth);
      } else {
        String name = name(tuple.getKeyNode());
        NodeTuple before = own.putIfAbsent(name, tuple);
        if (before != null) {
          throw malformed(
              Text.of(
                  "line %d: %s stands twice, first in line %d; once is allowed",
                  line(tuple.getKeyNode()), JsonValues.shorten(name), line(before.getKeyNode())));
        }
      }
    }
    merged.forEach(own::putIfAbsent);
    return own;
  }

  private void merge(Node value, Map<String, NodeTuple> merged, int depth) {
    List<Node> sources = value instanceof SequenceNode list ? list.getValue() : List.of(value);
    for (Node source : sources) {
      if (!(source instanceof MappingNode mapping)) {
        throw malformed(
            Text.of(
                "line %d: << merges fields, so it takes an alias of an object, or a list of such",
                line(source)));
      }
      // why: of several the earlier counts
      fields(mapping, depth + 1).forEach(merged::putIfAbsent);
    }
  }

  private static boolean isMerge(Node key) {
    return key instanceof ScalarNode scalar
        && scalar.getScalarStyle() == ScalarStyle.PLAIN
        && scalar.getValue().equals("<<");
  }

  private static String name(Node key) {
    if (key instanceof ScalarNode scalar) {
      return scalar.getValue();
    }
    throw malformed(Text.of("line %d: a field's name must be a word", line(key)));
  }

  private void spend(Node node, int characters) {
    left -= characters;
    if (left < 0) {
      throw malformed(
          Text.of(
              "line %d: with what its aliases stand for it is larger than %d bytes; write less",
              line(node), Topics.MAX_REQUEST_BYTES));
    }
  }

  private static int line(Node node) {
    return node.getStartMark().map(Mark::getLine).orElse(0) + 1;
  }

  private static MalformedMessageException tooDeep(int line) {
    return malformed(
        Text.of(
            "line %d: it is nested more than %d deep, or an alias stands within what it names",
            line, DEEPEST));
  }

  private static MalformedMessageException malformed(String message) {
    return new MalformedMessageException(message, new IllegalArgumentException(message));
  }
}
