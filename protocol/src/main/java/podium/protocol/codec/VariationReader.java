package podium.protocol.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import podium.protocol.Text;
import podium.protocol.experiment.ExperimentSpec;
import podium.protocol.experiment.Field;
import podium.protocol.experiment.Search;
import podium.protocol.experiment.SpecFields;

/**
 * Reads what a request varies: matrix, zip, exclude, include and search. Confined to one thread.
 */
final class VariationReader {
  /** The fields it reads. */
  static final List<String> FIELDS = List.of("matrix", "zip", "exclude", "include", "search");

  private static final String MODEL = SpecFields.MODEL.name();
  private static final int MOST_GROUPS = SpecFields.AXIS_NAMES.size();

  private final ObjectNode root;
  private final FieldReader fields;
  private final Map<String, List<Object>> matrix = new LinkedHashMap<>();
  private final List<Map<String, List<Object>>> zip = new ArrayList<>();
  private final List<Map<String, Object>> exclude = new ArrayList<>();
  private final List<Map<String, Object>> include = new ArrayList<>();
  private final SearchReader search;

  VariationReader(ObjectNode root, FieldReader fields) {
    this.root = root;
    this.fields = fields;
    this.search = new SearchReader(root, fields);
  }

  Map<String, List<Object>> matrix() {
    return matrix;
  }

  List<Map<String, List<Object>>> zip() {
    return zip;
  }

  List<Map<String, Object>> exclude() {
    return exclude;
  }

  List<Map<String, Object>> include() {
    return include;
  }

  Search search() {
    return search.read();
  }

  void read() {
    Map<String, ObjectNode> groups = fields.objects("zip", root.path("zip"), MOST_GROUPS);
    Map<String, ObjectNode> included =
        fields.objects("include", root.path("include"), ExperimentSpec.MAX_TRIALS);
    Optional<ObjectNode> axes = fields.object("matrix", root.path("matrix"));
    boolean includeAlone = axes.isEmpty() && groups.isEmpty() && !included.isEmpty();
    boolean named =
        axes.filter(node -> node.has(MODEL)).isPresent()
            || groups.values().stream().anyMatch(group -> group.has(MODEL));
    if (!named && !includeAlone) {
      fields.fault(
          "matrix.model", "matrix.model is missing; give a list of model names such as [resnet18]");
    }
    axes.ifPresent(
        node -> fields.axes("matrix", node).forEach((name, values) -> axis(name, values)));
    groups.forEach(this::group);
    fields
        .objects("exclude", root.path("exclude"), ExperimentSpec.MAX_EXCLUDES)
        .forEach((path, node) -> exclude.add(part(path, node)));
    included.forEach(this::include);
  }

  private void axis(String given, JsonNode written) {
    if (SearchReader.isSpace(given, written)) {
      search.space(given, written);
      return;
    }
    JsonNode values = SearchReader.choices(written);
    List<Object> accepted = values("matrix." + given, given, values);
    if (accepted.stream().distinct().count() < accepted.size()) {
      fields.fault(
          "matrix." + given, Text.of("matrix.%s names a value twice; each value once", given));
    }
    if (!accepted.isEmpty()) {
      matrix.put(FieldReader.axisName(given), accepted);
    }
  }

  private void group(String path, ObjectNode node) {
    Map<String, List<Object>> group = new LinkedHashMap<>();
    Map<String, Integer> lengths = new LinkedHashMap<>();
    fields
        .axes(path, node)
        .forEach(
            (given, values) -> {
              String name = FieldReader.axisName(given);
              String at = path + "." + given;
              if (matrix.containsKey(name)
                  || search.isSpace(name)
                  || zip.stream().anyMatch(one -> one.containsKey(name))) {
                fields.fault(at, at + " is an axis already; each axis once, in matrix or zip");
              }
              group.put(name, values(at, given, values));
              lengths.put(given, many(given, values) ? values.size() : 1);
            });
    if (lengths.values().stream().distinct().count() > 1) {
      List<String> told =
          lengths.entrySet().stream().map(one -> one.getKey() + " " + one.getValue()).toList();
      fields.fault(
          path,
          Text.of(
              "%s varies axes together, but their lists differ in length: %s; give as many values"
                  + " for each",
              path, String.join(", ", told)));
    } else if (group.isEmpty()) {
      fields.fault(
          path,
          path + " has no axis; write it as {learningRate: [0.1, 0.01], batchSize: [128, 32]}");
    } else if (group.values().stream().noneMatch(List::isEmpty)) {
      List<Map<String, Object>> rows = ExperimentSpec.rows(group);
      if (!fields.faulty(List.of("zip")) && rows.stream().distinct().count() < rows.size()) {
        fields.fault(path, path + " has the same values twice; each combination once");
      }
      zip.add(group);
    }
  }

  private void include(String path, ObjectNode node) {
    Map<String, Object> part = part(path, node);
    if (part.isEmpty()) {
      return;
    }
    List<Object> models = matrix.getOrDefault(MODEL, List.of());
    Map<String, Object> whole = new LinkedHashMap<>();
    if (part.containsKey(MODEL)) {
      whole.put(MODEL, part.get(MODEL));
    } else if (models.size() == 1 && !node.has(MODEL)) {
      whole.put(MODEL, models.getFirst());
    } else if (!node.has(MODEL)) {
      fields.fault(
          path + ".model",
          path + ".model is missing; give it, since the matrix does not have exactly one model");
    }
    whole.putAll(part);
    if (whole.containsKey(MODEL)) {
      include.add(whole);
    }
  }

  private Map<String, Object> part(String path, ObjectNode node) {
    Map<String, Object> part = new LinkedHashMap<>();
    if (node.isEmpty()) {
      fields.fault(path, path + " is empty; give values by name, such as {model: resnet18}");
    }
    fields
        .axes(path, node)
        .forEach(
            (given, value) ->
                fields
                    .axisValue(path + "." + given, field(given), value)
                    .ifPresent(accepted -> part.put(FieldReader.axisName(given), accepted)));
    return part;
  }

  private List<Object> values(String path, String given, JsonNode values) {
    if (values.isArray() && values.isEmpty()) {
      fields.fault(path, path + " is empty; give at least one value");
      return List.of();
    }
    if (values.size() > ExperimentSpec.MAX_TRIALS) {
      fields.fault(
          path,
          Text.of(
              "%s has %d values; allowed: at most %d",
              path, values.size(), ExperimentSpec.MAX_TRIALS));
      return List.of();
    }
    boolean many = many(given, values);
    List<Object> accepted = new ArrayList<>();
    for (int i = 0; i < (many ? values.size() : 1); i++) {
      String at = many ? path + "[" + i + "]" : path;
      fields.axisValue(at, field(given), many ? values.get(i) : values).ifPresent(accepted::add);
    }
    return accepted;
  }

  // why: a lone value is a list of one, except for fields that are lists themselves
  private static boolean many(String given, JsonNode values) {
    boolean listField = field(given).kind() instanceof Field.Numbers;
    return values.isArray() && (!listField || values.path(0).isArray());
  }

  private static Field field(String given) {
    return SpecFields.axis(FieldReader.axisName(given)).orElseThrow();
  }
}
