package podium.cli.docs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import podium.protocol.experiment.ExperimentSpec;
import podium.protocol.experiment.Field;
import podium.protocol.experiment.RecipeFields;
import podium.protocol.experiment.SpecFields;

/** The JSON Schema of an experiment, written from the tables of its fields. Thread-safe. */
final class SchemaWriter {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final int MOST_TAGS = 50;

  private SchemaWriter() {}

  /** The schema as text. */
  static String schema() {
    ObjectNode root = JSON.objectNode();
    root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    root.put("title", "Podium experiment");
    root.put("description", "What a person publishes to podium.requests.");
    root.put("type", "object").put("additionalProperties", false);
    List.of("experiment", "dataset").forEach(root.putArray("required")::add);
    ObjectNode fields = root.putObject("properties");
    List.of(SpecFields.EXPERIMENT, SpecFields.DATASET).forEach(field -> put(fields, field));
    fields.set("matrix", matrix());
    fields.set("zip", FieldSchema.zip());
    fields.set(
        "exclude",
        FieldSchema.assignments(
            "combinations left out: those that have all of these values",
            ExperimentSpec.MAX_EXCLUDES));
    fields.set(
        "include",
        FieldSchema.assignments(
            "further trials; what is not named is the recipe's", ExperimentSpec.MAX_TRIALS));
    fields.set("search", object("which points of the matrix are trained", SpecFields.SEARCH));
    root.set("anyOf", namingModels());
    root.set("$defs", FieldSchema.definitions());
    fields.set("recipe", object("how every trial is trained", RecipeFields.ALL));
    put(fields, SpecFields.PRETRAINED);
    fields.set("resources", object("what a trial asks of a slot", List.of(SpecFields.DEVICE)));
    List.of(SpecFields.PRIORITY, SpecFields.PREEMPT, SpecFields.ON_MEMORY, SpecFields.OWNER)
        .forEach(field -> put(fields, field));
    fields.set("limits", object("bounds", SpecFields.LIMITS));
    fields.set("stopping", object("when trials end before their last epoch", SpecFields.STOPPING));
    fields.set("tags", tags());
    put(fields, SpecFields.KEY);
    fields.putObject("request").put("const", "submit");
    put(fields, SpecFields.VERSION);
    return text(root);
  }

  private static ObjectNode matrix() {
    ObjectNode node = JSON.objectNode().put("type", "object").put("additionalProperties", false);
    node.put("description", "every combination of these values is one trial; at most 10,000");
    node.set("properties", FieldSchema.axes());
    return node;
  }

  /** Models stand in matrix or zip, or in what is included where there is neither. */
  private static ArrayNode namingModels() {
    ObjectNode model = required(SpecFields.MODEL.name()).put("type", "object");
    ObjectNode some = JSON.objectNode().put("type", "array");
    some.set("contains", model);
    ObjectNode zipped = JSON.objectNode();
    zipped.putArray("anyOf").add(model).add(some);
    ObjectNode all = JSON.objectNode().put("type", "array").put("minItems", 1);
    all.set("items", model);
    ObjectNode whole = JSON.objectNode();
    whole.putArray("anyOf").add(model).add(all);
    ObjectNode alone = with("include", whole);
    alone.putObject("not").putArray("anyOf").add(required("matrix")).add(required("zip"));
    return JSON.arrayNode().add(with("matrix", model)).add(with("zip", zipped)).add(alone);
  }

  private static ObjectNode with(String field, ObjectNode schema) {
    ObjectNode node = required(field);
    node.putObject("properties").set(field, schema);
    return node;
  }

  private static ObjectNode required(String field) {
    ObjectNode node = JSON.objectNode();
    node.putArray("required").add(field);
    return node;
  }

  private static ObjectNode object(String meaning, List<Field> fields) {
    ObjectNode node = JSON.objectNode().put("type", "object").put("additionalProperties", false);
    node.put("description", meaning);
    ObjectNode properties = node.putObject("properties");
    fields.forEach(field -> put(properties, field));
    return node;
  }

  private static ObjectNode tags() {
    ObjectNode node = JSON.objectNode().put("type", "array").put("maxItems", MOST_TAGS);
    node.put("description", SpecFields.TAG.meaning());
    node.set("items", FieldSchema.of(SpecFields.TAG));
    return node;
  }

  private static void put(ObjectNode properties, Field field) {
    ObjectNode schema = FieldSchema.of(field);
    if (field.equals(SpecFields.KEY)) {
      // why: an empty key counts as none, though the table asks for a character
      schema.put("pattern", "^.{0,200}$");
    }
    properties.set(field.name(), schema);
  }

  static String text(ObjectNode root) {
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter()
            .withArrayIndenter(DefaultPrettyPrinter.FixedSpaceIndenter.instance)
            .withObjectIndenter(new DefaultIndenter("  ", "\n"));
    try {
      return new ObjectMapper().writer(printer).writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
