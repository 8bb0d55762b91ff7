package podium.protocol.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import podium.protocol.Text;
import podium.protocol.experiment.Field;
import podium.protocol.experiment.Search;
import podium.protocol.experiment.Space;
import podium.protocol.experiment.Space.Scale;
import podium.protocol.experiment.SpecFields;

/** Reads how a matrix is searched, and ranges in it. Confined to one thread. */
final class SearchReader {
  private static final String CHOICE = "choice";
  private static final List<String> SCALES = Stream.of(Scale.values()).map(Scale::word).toList();

  private final ObjectNode root;
  private final FieldReader fields;
  private final Map<String, Space> spaces = new LinkedHashMap<>();

  /** Where ranges stand, readable or not, by axis. */
  private final Map<String, String> ranges = new LinkedHashMap<>();

  SearchReader(ObjectNode root, FieldReader fields) {
    this.root = root;
    this.fields = fields;
  }

  /** Whether an axis is drawn from a range. */
  boolean isSpace(String name) {
    return ranges.containsKey(name);
  }

  /** Whether what stands at an axis is a range, right or wrong. */
  static boolean isSpace(String given, JsonNode values) {
    return values instanceof ObjectNode object
        && !isChoice(values)
        && (!isModel(given) || (object.size() == 1 && SCALES.stream().anyMatch(object::has)));
  }

  /** The list of an axis, which {@code choice} may name. */
  static JsonNode choices(JsonNode values) {
    return isChoice(values) ? values.path(CHOICE) : values;
  }

  private static boolean isChoice(JsonNode values) {
    return values.isObject() && values.size() == 1 && values.has(CHOICE);
  }

  private static boolean isModel(String given) {
    return FieldReader.axisName(given).equals(SpecFields.MODEL.name());
  }

  /** Takes in the range of an axis of the matrix. */
  void space(String given, JsonNode node) {
    String name = FieldReader.axisName(given);
    String path = "matrix." + given;
    Field field = SpecFields.axis(name).orElseThrow();
    ranges.put(name, path);
    String scale = node.size() == 1 ? node.fieldNames().next() : "";
    if (!isNumber(field.kind()) || field.equals(SpecFields.SEED)) {
      fields.fault(
          path,
          Text.of(
              "%s is %s, but only a recipe's numbers have ranges; give a list of values",
              path, JsonValues.show(node)));
    } else if (!SCALES.contains(scale)) {
      fields.fault(
          path,
          Text.of(
              "%s is %s; allowed: a list, or one of {log: [0.0001, 0.1]}, {uniform: [0, 1]}, {int:"
                  + " [1, 9]} and {choice: [...]}",
              path, JsonValues.show(node)));
    } else {
      range(path + "." + scale, field, Scale.valueOf(scale.toUpperCase(Locale.ROOT)), node)
          .ifPresent(space -> spaces.put(name, space));
    }
  }

  private static boolean isNumber(Field.Kind kind) {
    return kind instanceof Field.Whole || kind instanceof Field.Decimal;
  }

  private Optional<Space> range(String path, Field field, Scale scale, JsonNode node) {
    JsonNode ends = node.path(scale.word());
    if (!ends.isArray() || ends.size() != 2) {
      fields.fault(
          path,
          Text.of("%s is %s; allowed: the smallest and the largest value", path, shown(ends)));
      return Optional.empty();
    }
    if (scale != Scale.INT && field.kind() instanceof Field.Whole) {
      fields.fault(
          path,
          Text.of(
              "%s is %s, but %s takes whole numbers; write {int: %s}, or a list",
              path, shown(ends), field.name(), shown(ends)));
      return Optional.empty();
    }
    List<Double> numbers = new ArrayList<>();
    for (int i = 0; i < ends.size(); i++) {
      end(path + "[" + i + "]", field, scale, ends.get(i)).ifPresent(numbers::add);
    }
    if (numbers.size() < 2) {
      return Optional.empty();
    }
    if (numbers.get(0) >= numbers.get(1)) {
      fields.fault(
          path, Text.of("%s is %s; the second number must be the greater one", path, shown(ends)));
      return Optional.empty();
    }
    return Optional.of(new Space(scale, numbers.get(0), numbers.get(1)));
  }

  private Optional<Double> end(String path, Field field, Scale scale, JsonNode node) {
    Optional<Double> end =
        fields.accept(path, field.kind(), node).map(value -> ((Number) value).doubleValue());
    Optional<String> against =
        end.flatMap(
            value ->
                switch (scale) {
                  case LOG -> value > 0 ? Optional.empty() : Optional.of("a number above 0");
                  case INT ->
                      value == Math.rint(value) ? Optional.empty() : Optional.of("a whole number");
                  case UNIFORM -> Optional.<String>empty();
                });
    against.ifPresent(
        allowed ->
            fields.fault(path, Text.of("%s is %s; allowed: %s", path, shown(node), allowed)));
    return against.isPresent() ? Optional.empty() : end;
  }

  private static String shown(JsonNode node) {
    return JsonValues.show(node).replace(",", ", ");
  }

  /** How the matrix is searched. */
  Search read() {
    Optional<ObjectNode> node = fields.object("search", root.path("search"));
    node.ifPresent(it -> fields.unknown("search.", it, SpecFields.SEARCH_NAMES));
    ObjectNode given = node.orElseGet(JsonNodeFactory.instance::objectNode);
    String method = (String) fields.single("search.method", SpecFields.METHOD, given);
    long trials = (Long) fields.single("search.trials", SpecFields.SEARCH_TRIALS, given);
    long seed = (Long) fields.single("search.seed", SpecFields.SEARCH_SEED, given);
    Search search =
        new Search(
            Search.Method.valueOf(method.toUpperCase(Locale.ROOT)), (int) trials, seed, spaces);
    if (!fields.faulty(List.of("search"))) {
      check(search);
    }
    return search;
  }

  private void check(Search search) {
    if (search.draws() && search.trials() == 0) {
      fields.fault(
          "search.trials",
          Text.of(
              "search.trials is missing; give how many points %s draws, such as 20",
              search.method().word()));
    }
    if (search.draws()) {
      return;
    }
    if (search.trials() > 0) {
      fields.fault(
          "search.trials",
          Text.of(
              "search.trials is %d, but grid trains every combination; leave it out, or set method:"
                  + " random",
              search.trials()));
    }
    ranges
        .values()
        .forEach(
            path ->
                fields.fault(
                    path,
                    path
                        + " is a range, which needs a search that draws from it: add search:"
                        + " {method: random, trials: 20}, or give a list of values"));
  }
}
