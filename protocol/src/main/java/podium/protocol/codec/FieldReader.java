package podium.protocol.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import podium.protocol.Text;
import podium.protocol.experiment.Fault;
import podium.protocol.experiment.Field;
import podium.protocol.experiment.SpecFields;
import podium.protocol.experiment.Spelling;

/** Reads single fields of a request and gathers what is wrong with them. Confined to one thread. */
final class FieldReader {
  private static final int MOST_TAGS = 50;

  private final List<Fault> faults = new ArrayList<>();

  List<Fault> faults() {
    return faults;
  }

  void fault(String path, String text) {
    faults.add(new Fault(path, text));
  }

  /** Whether anything below one of these top-level fields is at fault. */
  boolean faulty(List<String> fields) {
    return faults.stream()
        .map(fault -> fault.path().split("[.\\[]", 2)[0])
        .anyMatch(fields::contains);
  }

  /** The value of a field that must be there. */
  Object required(String path, Field field, ObjectNode node) {
    if (!node.hasNonNull(field.name())) {
      fault(path, Text.of("%s is missing; give %s", path, field.kind().allowed()));
      return field.defaultValue();
    }
    return single(path, field, node);
  }

  /** The value of a field, or its default. */
  Object single(String path, Field field, ObjectNode node) {
    JsonNode value = node.path(field.name());
    return value.isMissingNode() || value.isNull()
        ? field.defaultValue()
        : accept(path, field.kind(), value).orElse(field.defaultValue());
  }

  Optional<Object> accept(String path, Field.Kind kind, JsonNode value) {
    Optional<Object> accepted = JsonValues.canonical(value).flatMap(kind::accept);
    if (accepted.isEmpty()) {
      Optional<String> meant =
          kind instanceof Field.Choice choice && value.isTextual()
              ? Spelling.nearest(value.textValue(), choice.words())
              : Optional.empty();
      fault(
          path,
          Text.of(
              "%s is %s; %s: %s",
              path,
              JsonValues.show(value),
              meant.map(word -> Spelling.question(word) + "Allowed").orElse("allowed"),
              kind.allowed()));
    }
    return accepted;
  }

  /** The field {@code tags}, where it is given. */
  Optional<List<String>> tags(ObjectNode root) {
    JsonNode node = root.path(SpecFields.TAG.name());
    if (node.isMissingNode() || node.isNull()) {
      return Optional.empty();
    }
    List<String> tags = new ArrayList<>();
    if (!node.isArray() || node.size() > MOST_TAGS) {
      fault(
          "tags",
          Text.of(
              "tags is %s; allowed: a list of at most %d words", JsonValues.show(node), MOST_TAGS));
      return Optional.of(tags);
    }
    for (int i = 0; i < node.size(); i++) {
      accept("tags[" + i + "]", SpecFields.TAG.kind(), node.get(i))
          .ifPresent(tag -> tags.add((String) tag));
    }
    return Optional.of(tags);
  }

  /** One value of an axis. */
  Optional<Object> axisValue(String path, Field field, JsonNode value) {
    return field.equals(SpecFields.MODEL)
        ? ModelReader.read(path, value, this)
        : accept(path, field.kind(), value);
  }

  /** Axes by their names, which may begin with {@code recipe.}; others are faults. */
  Map<String, JsonNode> axes(String path, ObjectNode node) {
    Map<String, JsonNode> found = new LinkedHashMap<>();
    node.properties()
        .forEach(
            entry -> {
              String given = entry.getKey();
              String name = axisName(given);
              if (SpecFields.axis(name).isEmpty()) {
                noField(path + ".", given, SpecFields.AXIS_NAMES);
              } else if (found.putIfAbsent(given, entry.getValue()) == null
                  && !given.equals(name)
                  && node.has(name)) {
                fault(path + "." + given, path + "." + given + " stands twice; once is allowed");
              }
            });
    return found;
  }

  static String axisName(String given) {
    return given.startsWith("recipe.") ? given.substring("recipe.".length()) : given;
  }

  /** The object of that name. */
  Optional<ObjectNode> object(String path, JsonNode node) {
    if (node instanceof ObjectNode object) {
      return Optional.of(object);
    }
    if (!node.isMissingNode() && !node.isNull()) {
      fault(path, Text.of("%s is %s; allowed: an object of fields", path, JsonValues.show(node)));
    }
    return Optional.empty();
  }

  /** The objects of a list by their paths; a lone one is a list of one. */
  Map<String, ObjectNode> objects(String path, JsonNode node, int most) {
    Map<String, ObjectNode> found = new LinkedHashMap<>();
    if (!node.isArray()) {
      object(path, node).ifPresent(object -> found.put(path, object));
    } else if (node.size() > most) {
      fault(path, Text.of("%s has %d entries; allowed: at most %d", path, node.size(), most));
    } else {
      for (int i = 0; i < node.size(); i++) {
        String at = Text.of("%s[%d]", path, i);
        if (node.get(i).isNull()) {
          fault(at, at + " is null; allowed: an object of fields");
        }
        object(at, node.get(i)).ifPresent(object -> found.put(at, object));
      }
    }
    return found;
  }

  void unknown(String prefix, ObjectNode node, List<String> known) {
    node.fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                noField(prefix, name, known);
              }
            });
  }

  void noField(String prefix, String name, List<String> known) {
    String path = prefix + name;
    Optional<String> elsewhere = SpecFields.place(name).filter(place -> !place.equals(path));
    String hint =
        elsewhere
            .map(place -> Text.of("; it stands at %s. Known here: %s", place, listed(known)))
            .orElseGet(() -> Spelling.hint(name, known, "known here: "));
    fault(path, Text.of("%s is not a field%s", prefix + JsonValues.shorten(name), hint));
  }

  private static String listed(List<String> known) {
    return String.join(", ", known);
  }
}
