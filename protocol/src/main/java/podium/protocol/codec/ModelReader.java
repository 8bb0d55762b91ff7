package podium.protocol.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import podium.protocol.experiment.Catalog;
import podium.protocol.experiment.ModelChoice;
import podium.protocol.experiment.SpecFields;

/** Reads one value of {@code matrix.model}: a name, a label, or an object of name and options. */
final class ModelReader {
  private static final String OBJECT = "{name: mobilenet_v2, widthMultiplier: 1.4}";

  private ModelReader() {}

  /** The label of the value, or nothing and the reasons why not. */
  static Optional<Object> read(String path, JsonNode value, List<String> reasons) {
    int before = reasons.size();
    Optional<ModelChoice> choice = choice(path, value, reasons);
    if (choice.isEmpty() && reasons.size() == before) {
      reasons.add(
          "%s is %s; allowed: %s, or an object such as %s"
              .formatted(path, show(value), ModelChoice.LABEL_RULE, OBJECT));
    }
    return choice.flatMap(chosen -> label(path, chosen, reasons));
  }

  private static Optional<ModelChoice> choice(String path, JsonNode value, List<String> reasons) {
    if (value.isTextual()) {
      return ModelChoice.parse(value.textValue());
    }
    return value instanceof ObjectNode object ? choice(path, object, reasons) : Optional.empty();
  }

  private static Optional<ModelChoice> choice(
      String path, ObjectNode object, List<String> reasons) {
    JsonNode name = object.path("name");
    boolean named = name.isTextual() && SpecFields.isName(name.textValue());
    if (name.isMissingNode()) {
      reasons.add("%s.name is missing; give an object such as %s".formatted(path, OBJECT));
    } else if (!named) {
      reasons.add(
          "%s.name is %s; allowed: a model's name, such as resnet18".formatted(path, show(name)));
    }
    Map<String, Object> options = new LinkedHashMap<>();
    int before = reasons.size();
    object
        .properties()
        .forEach(
            field -> {
              if (!field.getKey().equals("name")) {
                option(path, field.getKey(), field.getValue(), options, reasons);
              }
            });
    return named && reasons.size() == before
        ? Optional.of(new ModelChoice(name.textValue(), options))
        : Optional.empty();
  }

  private static void option(
      String path, String name, JsonNode value, Map<String, Object> options, List<String> reasons) {
    Optional<Object> plain = JsonValues.canonical(value).filter(ModelChoice::hasLabel);
    if (!ModelChoice.OPTION.matcher(name).matches()) {
      reasons.add(
          "%s.%s is not an option; an option's name is of letters and digits"
              .formatted(path, JsonValues.shorten(name)));
    } else if (plain.isEmpty()) {
      reasons.add(
          "%s.%s is %s; allowed: true, false, a number or a word"
              .formatted(path, name, show(value)));
    } else {
      options.put(name, plain.get());
    }
  }

  /** The label, for a built-in model checked and without what is the default. */
  private static Optional<Object> label(String path, ModelChoice choice, List<String> reasons) {
    Optional<Catalog.Model> model = Catalog.BUILT_IN.model(choice.name());
    if (model.isEmpty()) {
      return Optional.of(choice.label());
    }
    List<String> against = choice.reasonsAgainst(path, model.get());
    reasons.addAll(against);
    return against.isEmpty() ? Optional.of(choice.of(model.get()).label()) : Optional.empty();
  }

  private static String show(JsonNode value) {
    return JsonValues.shorten(value.toString());
  }
}
