package podium.cli.docs;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import podium.protocol.experiment.Field;
import podium.protocol.experiment.ModelChoice;
import podium.protocol.experiment.RecipeFields;
import podium.protocol.experiment.Space;
import podium.protocol.experiment.SpecFields;

/** What JSON Schema says of one field. Thread-safe. */
final class FieldSchema {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private static final String GROUP = "group";
  private static final String PART = "assignment";

  private FieldSchema() {}

  /** A field with its meaning and default. */
  static ObjectNode of(Field field) {
    ObjectNode node = of(field.kind());
    node.put("description", description(field));
    if (!field.defaultValue().equals("")) {
      node.set("default", value(field.defaultValue()));
    }
    return node;
  }

  /** An axis of the matrix: a value or a list of different values. */
  static ObjectNode axis(Field field) {
    ObjectNode list = JSON.objectNode().put("type", "array").put("minItems", 1);
    list.put("uniqueItems", true).set("items", value(field));
    ObjectNode lone = value(field);
    if (field.kind() instanceof Field.Numbers numbers) {
      lone.put("minItems", numbers.length()).remove("anyOf");
    }
    ObjectNode node = JSON.objectNode().put("description", description(field));
    node.putArray("anyOf").add(lone).add(list);
    return node;
  }

  /** What several fields refer to: axes varied together, and values by axis. */
  static ObjectNode definitions() {
    ObjectNode group = JSON.objectNode();
    ObjectNode part = JSON.objectNode();
    axisFields()
        .forEach(
            (name, field) -> {
              group.set(name, together(field));
              part.set(name, value(field));
            });
    ObjectNode definitions = JSON.objectNode();
    definitions.set(GROUP, closed(group));
    definitions.set(PART, closed(part));
    spaces(definitions);
    return definitions;
  }

  /** Axes varied together: an object of lists, or a list of such objects. */
  static ObjectNode zip() {
    return oneOrMore(
        GROUP,
        "axes varied together: their first values, their second ones, and so on",
        SpecFields.AXIS_NAMES.size());
  }

  /** Values by axis, or a list of such. */
  static ObjectNode assignments(String meaning, int most) {
    return oneOrMore(PART, meaning, most);
  }

  private static ObjectNode closed(ObjectNode properties) {
    ObjectNode node = JSON.objectNode().put("type", "object").put("additionalProperties", false);
    node.put("minProperties", 1).set("properties", properties);
    return node;
  }

  private static ObjectNode oneOrMore(String definition, String meaning, int most) {
    ObjectNode one = JSON.objectNode().put("$ref", "#/$defs/" + definition);
    ObjectNode list = JSON.objectNode().put("type", "array").put("maxItems", most);
    list.set("items", one.deepCopy());
    ObjectNode node = JSON.objectNode().put("description", meaning);
    node.putArray("anyOf").add(one).add(list);
    return node;
  }

  private static ObjectNode together(Field field) {
    ObjectNode node = axis(field);
    ((ObjectNode) node.path("anyOf").path(1)).remove("uniqueItems");
    return node;
  }

  private static Map<String, Field> axisFields() {
    Map<String, Field> fields = new LinkedHashMap<>();
    for (String name : SpecFields.AXIS_NAMES) {
      SpecFields.axis(name).ifPresent(field -> fields.put(name, field));
    }
    RecipeFields.ALL.forEach(field -> fields.put("recipe." + field.name(), field));
    return fields;
  }

  private static ObjectNode value(Field field) {
    return field.equals(SpecFields.MODEL) ? model(field) : of(field.kind());
  }

  /** A model: its name or label, or an object of its name and options. */
  private static ObjectNode model(Field field) {
    ObjectNode object = JSON.objectNode().put("type", "object");
    object.putArray("required").add("name");
    object
        .putObject("properties")
        .putObject("name")
        .put("type", "string")
        .put("pattern", "^(?:" + SpecFields.NAME_PATTERN + ")$");
    object.putObject("propertyNames").put("pattern", "^(?:" + ModelChoice.OPTION.pattern() + ")$");
    object
        .putObject("additionalProperties")
        .putArray("type")
        .add("boolean")
        .add("number")
        .add("string");
    ObjectNode node = JSON.objectNode();
    node.putArray("anyOf").add(of(field.kind())).add(object);
    return node;
  }

  /** The axis names and the fields they stand for. */
  static ObjectNode axes() {
    ObjectNode all = JSON.objectNode();
    axisFields().forEach((name, field) -> all.set(name, searched(field)));
    return all;
  }

  /** An axis that may be a range, too, where a search draws from it. */
  private static ObjectNode searched(Field field) {
    ObjectNode node = axis(field);
    ArrayNode forms = (ArrayNode) node.path("anyOf");
    forms.addObject().put("$ref", "#/$defs/choice");
    switch (field.kind()) {
      case Field.Whole ignored when !field.equals(SpecFields.SEED) ->
          forms.addObject().put("$ref", "#/$defs/wholeRange");
      case Field.Decimal ignored -> forms.addObject().put("$ref", "#/$defs/range");
      case Field.Kind ignored -> {}
    }
    return node;
  }

  /**
   * A list by its name, and ranges; their ends' bounds, those of each field, are not said again.
   */
  private static void spaces(ObjectNode definitions) {
    ObjectNode values = JSON.objectNode().put("type", "array").put("minItems", 1);
    definitions.set("choice", named(Map.of("choice", values)));
    ObjectNode whole = ends("integer");
    definitions.set("wholeRange", named(Map.of(Space.Scale.INT.word(), whole)));
    Map<String, ObjectNode> ranges = new LinkedHashMap<>();
    for (Space.Scale scale : Space.Scale.values()) {
      ranges.put(scale.word(), scale == Space.Scale.INT ? whole : ends("number"));
    }
    definitions.set("range", named(ranges));
  }

  private static ObjectNode ends(String type) {
    ObjectNode ends = JSON.objectNode().put("type", "array").put("minItems", 2).put("maxItems", 2);
    ends.putObject("items").put("type", type);
    return ends;
  }

  private static ObjectNode named(Map<String, ObjectNode> one) {
    ObjectNode node = JSON.objectNode().put("type", "object").put("additionalProperties", false);
    node.put("minProperties", 1).put("maxProperties", 1);
    node.putObject("properties").setAll(one);
    return node;
  }

  private static ObjectNode of(Field.Kind kind) {
    ObjectNode node = JSON.objectNode();
    switch (kind) {
      case Field.Whole whole ->
          node.put("type", "integer").put("minimum", whole.min()).put("maximum", whole.max());
      case Field.Decimal decimal ->
          node.put("type", "number").put("minimum", decimal.min()).put("maximum", decimal.max());
      case Field.Flag flag -> node.put("type", "boolean");
      case Field.Choice choice -> choice.words().forEach(node.putArray("enum")::add);
      case Field.Words words ->
          node.put("type", "string").put("pattern", "^(?:" + words.pattern() + ")$");
      case Field.Numbers numbers -> {
        node.put("type", "array").put("maxItems", numbers.length());
        node.set("items", of(new Field.Decimal(numbers.min(), numbers.max())));
        node.putArray("anyOf")
            .add(JSON.objectNode().put("maxItems", 0))
            .add(JSON.objectNode().put("minItems", numbers.length()));
      }
    }
    return node;
  }

  private static String description(Field field) {
    String unit = field.unit().isEmpty() ? "" : " [" + field.unit() + "]";
    return field.meaning() + unit;
  }

  private static com.fasterxml.jackson.databind.JsonNode value(Object value) {
    return switch (value) {
      case Long number -> JSON.numberNode(number);
      case Double number -> JSON.numberNode(number);
      case Boolean flag -> JSON.booleanNode(flag);
      case List<?> list when list.isEmpty() -> JSON.arrayNode();
      case Object other -> JSON.textNode(other.toString());
    };
  }
}
