package podium.protocol.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import podium.protocol.Text;
import podium.protocol.experiment.Catalog;
import podium.protocol.experiment.ModelChoice;
import podium.protocol.experiment.SpecFields;

/** Reads one value of {@code matrix.model}: a name, a label, or an object of name and options. */
final class ModelReader {
  private static final String OBJECT = "{name: mobilenet_v2, widthMultiplier: 1.4}";

  private ModelReader() {}

  /** The label of the value, or nothing and the reasons why not. */
  static Optional<Object> read(String path, JsonNode value, FieldReader fields) {
    int before = fields.faults().size();
    Optional<ModelChoice> choice = choice(path, value, fields);
    if (choice.isEmpty() && fields.faults().size() == before) {
      fields.fault(
          path,
          Text.of(
              "%s is %s; allowed: %s, or an object such as %s",
              path, JsonValues.show(value), ModelChoice.LABEL_RULE, OBJECT));
    }
    return choice.flatMap(chosen -> label(path, chosen, fields));
  }

  private static Optional<ModelChoice> choice(String path, JsonNode value, FieldReader fields) {
    if (value.isTextual()) {
      return ModelChoice.parse(value.textValue());
    }
    return value instanceof ObjectNode object ? choice(path, object, fields) : Optional.empty();
  }

  private static Optional<ModelChoice> choice(String path, ObjectNode object, FieldReader fields) {
    JsonNode name = object.path("name");
    boolean named = name.isTextual() && SpecFields.isName(name.textValue());
    if (name.isMissingNode()) {
      fields.fault(path, Text.of("%s.name is missing; give an object such as %s", path, OBJECT));
    } else if (!named) {
      fields.fault(
          path,
          Text.of(
              "%s.name is %s; allowed: a model's name, such as resnet18",
              path, JsonValues.show(name)));
    }
    Map<String, Object> options = new LinkedHashMap<>();
    int before = fields.faults().size();
    object
        .properties()
        .forEach(
            field -> {
              if (!field.getKey().equals("name")) {
                option(path, field.getKey(), field.getValue(), options, fields);
              }
            });
    return named && fields.faults().size() == before
        ? Optional.of(new ModelChoice(name.textValue(), options))
        : Optional.empty();
  }

  private static void option(
      String path, String name, JsonNode value, Map<String, Object> options, FieldReader fields) {
    Optional<Object> plain = JsonValues.canonical(value).filter(ModelChoice::hasLabel);
    if (!ModelChoice.OPTION.matcher(name).matches()) {
      fields.fault(
          path + "." + name,
          Text.of(
              "%s.%s is not an option; an option's name is of letters and digits",
              path, JsonValues.shorten(name)));
    } else if (plain.isEmpty()) {
      fields.fault(
          path + "." + name,
          Text.of(
              "%s.%s is %s; allowed: true, false, a number or a word",
              path, name, JsonValues.show(value)));
    } else {
      options.put(name, plain.get());
    }
  }

  /** The label, for a built-in model checked and without what is the default. */
  private static Optional<Object> label(String path, ModelChoice choice, FieldReader fields) {
    Optional<Catalog.Model> model = Catalog.BUILT_IN.model(choice.name());
    if (model.isEmpty()) {
      return Optional.of(choice.label());
    }
    List<String> against = choice.reasonsAgainst(path, model.get());
    against.forEach(reason -> fields.fault(path, reason));
    return against.isEmpty() ? Optional.of(choice.of(model.get()).label()) : Optional.empty();
  }
}
