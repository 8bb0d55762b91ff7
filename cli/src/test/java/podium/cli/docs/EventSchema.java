package podium.cli.docs;

import com.fasterxml.classmate.ResolvedType;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.MemberScope;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaBuilder;
import com.github.victools.jsonschema.generator.SchemaGenerationContext;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import com.github.victools.jsonschema.module.jackson.JacksonModule;
import com.github.victools.jsonschema.module.jackson.JacksonOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import podium.protocol.AddedLater;
import podium.protocol.event.Envelope;
import podium.protocol.event.Event;
import podium.protocol.id.ExperimentId;
import podium.protocol.id.NodeAddress;
import podium.protocol.id.TrialId;

/** The JSON Schema of the event log's records, made from the records of Java that are in it. */
final class EventSchema {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String DEFINITIONS = "$defs";

  /** Values that are a plain text in messages, and what that text looks like. */
  private static final Map<Class<?>, String> TEXTS =
      Map.of(
          ExperimentId.class, "^" + ExperimentId.PATTERN + "$",
          TrialId.class, "^" + TrialId.PATTERN + "$",
          NodeAddress.class, "^(" + NodeAddress.PATTERN + ")?$");

  private EventSchema() {}

  /** The schema as text. */
  static String schema() {
    ObjectNode root = JSON.objectNode();
    root.put("$schema", SchemaVersion.DRAFT_2020_12.getIdentifier());
    root.put("title", "Podium event");
    root.put(
        "description", "A record of podium.events, format 2; the fence says whether it counts.");
    root.put("type", "object");
    List.of("format", "term", "incarnation", "index", "type", "time", "event")
        .forEach(root.putArray("required")::add);
    ObjectNode types = envelope(root.putObject("properties"));
    ArrayNode names = types.putArray("enum");
    ArrayNode all = root.putArray("allOf").add(boundToTheLog());
    SchemaBuilder events = generator().buildMultipleSchemaDefinitions();
    for (Class<?> type : Event.class.getPermittedSubclasses()) {
      names.add(type.getSimpleName());
      ObjectNode chosen = ifType(type);
      chosen
          .putObject("then")
          .putObject("properties")
          .set("event", events.createSchemaReference(type));
      all.add(chosen);
    }
    root.set(DEFINITIONS, events.collectDefinitions(DEFINITIONS));
    return SchemaWriter.text(root);
  }

  /** The fields that every reader judges; what is returned is that of the type. */
  private static ObjectNode envelope(ObjectNode fields) {
    fields.putObject("format").put("const", Envelope.FORMAT);
    fields.putObject("term").put("type", "integer").put("minimum", 1);
    fields.putObject("incarnation").put("type", "string");
    fields.putObject("index").put("type", "integer").put("minimum", 0);
    fields.putObject("prev").put("type", "string").put("pattern", "^[0-9a-f]{64}$");
    ObjectNode types = fields.putObject("type");
    fields.putObject("time").put("type", "string").put("format", "date-time");
    fields.putObject("event").put("type", "object");
    return types;
  }

  /** Only the first entry of a term may lack the head of the log before it. */
  private static ObjectNode boundToTheLog() {
    ObjectNode chosen = ifType(Event.SchedulerStarted.class);
    chosen.putObject("else").putArray("required").add("prev");
    return chosen;
  }

  private static ObjectNode ifType(Class<?> type) {
    ObjectNode chosen = JSON.objectNode();
    chosen
        .putObject("if")
        .putObject("properties")
        .putObject("type")
        .put("const", type.getSimpleName());
    return chosen;
  }

  private static SchemaGenerator generator() {
    SchemaGeneratorConfigBuilder config =
        new SchemaGeneratorConfigBuilder(SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON)
            .with(
                new JacksonModule(
                    JacksonOption.FLATTENED_ENUMS_FROM_JSONVALUE,
                    JacksonOption.ALWAYS_REF_SUBTYPES))
            .with(Option.DEFINITIONS_FOR_ALL_OBJECTS)
            .without(Option.SCHEMA_VERSION_INDICATOR);
    config
        .forFields()
        .withRequiredCheck(field -> !mayBeMissing(field))
        .withNullableCheck(EventSchema::mayBeMissing);
    config
        .forTypesInGeneral()
        // why: all are equal to it, so they stay in the order in which they are declared
        .withPropertySorter(Comparator.comparing(MemberScope::isStatic))
        .withCustomDefinitionProvider(EventSchema::plain);
    return new SchemaGenerator(config.build());
  }

  /** What entries of earlier versions lack, and what is not there in some. */
  private static boolean mayBeMissing(FieldScope field) {
    return field.getAnnotationConsideringFieldAndGetter(AddedLater.class) != null
        || field.getRawMember().getType() == Optional.class;
  }

  private static @Nullable CustomDefinition plain(
      ResolvedType type, SchemaGenerationContext context) {
    ObjectNode node = JSON.objectNode();
    Class<?> erased = type.getErasedType();
    String text = TEXTS.get(erased);
    if (text != null) {
      node.put("type", "string").put("pattern", text);
    } else if (erased == Object.class) {
      List.of("boolean", "number", "string", "array").forEach(node.putArray("type")::add);
    } else if (erased == Map.class) {
      ResolvedType value = type.typeParametersFor(Map.class).get(1);
      node.put("type", "object")
          .set("additionalProperties", context.createDefinitionReference(value));
    } else {
      return null;
    }
    return new CustomDefinition(
        node, CustomDefinition.DefinitionType.INLINE, CustomDefinition.AttributeInclusion.YES);
  }
}
