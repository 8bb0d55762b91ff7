package podium.protocol.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import podium.protocol.experiment.Device;
import podium.protocol.experiment.ExperimentSpec;
import podium.protocol.experiment.Field;
import podium.protocol.experiment.Limits;
import podium.protocol.experiment.Recipe;
import podium.protocol.experiment.RecipeFields;
import podium.protocol.experiment.Resources;
import podium.protocol.experiment.SpecFields;
import podium.protocol.request.Request;
import podium.protocol.request.Request.Reading;

/**
 * Reads one request field by field and gathers every error, each with its path, value and what is
 * allowed.
 */
final class SpecReader {
  private final ObjectNode root;
  private final List<String> reasons = new ArrayList<>();
  private Request.Needs needs = Request.Needs.NONE;

  SpecReader(ObjectNode root) {
    this.root = root;
  }

  Reading read(Optional<String> recordKey) {
    Object request = single("request", SpecFields.REQUEST, root);
    single("version", SpecFields.VERSION, root);
    Optional<String> key =
        Optional.of((String) single("key", SpecFields.KEY, root))
            .filter(text -> !text.isEmpty())
            .or(() -> recordKey.filter(text -> !text.isBlank() && text.length() <= 200));
    if (request.equals("cancel")) {
      unknown("", root, SpecFields.CANCEL_NAMES);
      return finish(() -> new Request.Cancel(key, cancelTarget()));
    }
    unknown("", root, SpecFields.SUBMIT_NAMES);
    String name = (String) required("experiment", SpecFields.EXPERIMENT, root);
    String dataset = (String) required("dataset", SpecFields.DATASET, root);
    String pretrained = (String) single("pretrained", SpecFields.PRETRAINED, root);
    long priority = (Long) single("priority", SpecFields.PRIORITY, root);
    String owner = (String) single("owner", SpecFields.OWNER, root);
    List<String> tags = tags();
    Limits limits = limits();
    Resources resources = resources();
    Recipe recipe = recipe();
    Map<String, List<Object>> matrix = matrix();
    needs =
        Request.Needs.of(
            Optional.of(dataset).filter(text -> !text.isEmpty()), matrix, pretrained, recipe);
    return finish(
        () ->
            new Request.Submit(
                new ExperimentSpec(
                    name,
                    key,
                    dataset,
                    matrix,
                    recipe,
                    pretrained,
                    resources,
                    (int) priority,
                    owner,
                    limits,
                    tags)));
  }

  private String cancelTarget() {
    if (root.hasNonNull("trial") && root.hasNonNull("experiment")) {
      reasons.add(
          "cancel names experiment and trial; keep trial to stop that one, experiment to stop all"
              + " of its trials");
    }
    return root.hasNonNull("trial") ? root.get("trial").asText() : root.path("experiment").asText();
  }

  private Reading finish(java.util.function.Supplier<Request> request) {
    if (reasons.isEmpty()) {
      Request made = request.get();
      check(made);
      if (reasons.isEmpty()) {
        return new Reading.Understood(made);
      }
    }
    return new Reading.Refused(reasons, 0, needs);
  }

  private void check(Request request) {
    switch (request) {
      case Request.Cancel cancel -> {
        if (cancel.target().isBlank() || cancel.target().length() > 200) {
          reasons.add("cancel needs experiment (a name or id) or trial (an id), as text");
        }
      }
      case Request.Submit submit -> {
        long trials = submit.spec().trialCount();
        if (trials > ExperimentSpec.MAX_TRIALS) {
          reasons.add(
              "matrix makes %d trials; allowed: at most %d; publish it in parts"
                  .formatted(trials, ExperimentSpec.MAX_TRIALS));
        }
      }
    }
  }

  private Recipe recipe() {
    Map<String, Object> given = new LinkedHashMap<>();
    object("recipe")
        .ifPresent(
            node ->
                node.properties()
                    .forEach(
                        entry ->
                            RecipeFields.find(entry.getKey())
                                .ifPresentOrElse(
                                    field ->
                                        accept(
                                                "recipe." + field.name(),
                                                field.kind(),
                                                entry.getValue())
                                            .ifPresent(value -> given.put(field.name(), value)),
                                    () -> noField("recipe.", entry.getKey(), RECIPE_NAMES))));
    return Recipe.of(given);
  }

  private Map<String, List<Object>> matrix() {
    Map<String, List<Object>> matrix = new LinkedHashMap<>();
    Optional<ObjectNode> node = object("matrix");
    if (node.isEmpty() || !node.get().has("model")) {
      reasons.add("matrix.model is missing; give a list of model names such as [resnet18]");
    }
    node.ifPresent(
        axes -> axes.properties().forEach(axis -> axis(axis.getKey(), axis.getValue(), matrix)));
    return matrix;
  }

  private void axis(String given, JsonNode values, Map<String, List<Object>> matrix) {
    String name = given.startsWith("recipe.") ? given.substring("recipe.".length()) : given;
    Optional<Field> field = SpecFields.axis(name);
    if (field.isEmpty()) {
      noField("matrix.", given, SpecFields.AXIS_NAMES);
      return;
    }
    String path = "matrix." + given;
    // why: a lone value is a list of one, except for fields that are lists themselves
    boolean listField = field.get().kind() instanceof Field.Numbers;
    boolean many = values.isArray() && (!listField || values.path(0).isArray());
    if (values.isArray() && values.isEmpty()) {
      reasons.add(path + " is empty; give at least one value");
      return;
    }
    if (values.size() > ExperimentSpec.MAX_TRIALS) {
      reasons.add(
          "%s has %d values; allowed: at most %d"
              .formatted(path, values.size(), ExperimentSpec.MAX_TRIALS));
      return;
    }
    List<Object> accepted = new ArrayList<>();
    for (int i = 0; i < (many ? values.size() : 1); i++) {
      String at = many ? path + "[" + i + "]" : path;
      JsonNode value = many ? values.get(i) : values;
      (name.equals("model")
              ? ModelReader.read(at, value, reasons)
              : accept(at, field.get().kind(), value))
          .ifPresent(accepted::add);
    }
    if (accepted.stream().distinct().count() < accepted.size()) {
      reasons.add(path + " names a value twice; each value once");
    }
    if (matrix.put(name, accepted) != null) {
      reasons.add(path + " stands twice; once is allowed");
    }
  }

  private Limits limits() {
    Optional<ObjectNode> node = object("limits");
    if (node.isEmpty()) {
      return Limits.NONE;
    }
    unknown("limits.", node.get(), SpecFields.LIMIT_NAMES);
    long images = (Long) nested("limits", SpecFields.TRAIN_IMAGES, node.get());
    long seconds = (Long) nested("limits", SpecFields.WALL_SECONDS, node.get());
    long epochSeconds = (Long) nested("limits", SpecFields.EPOCH_SECONDS, node.get());
    return new Limits((int) images, seconds, epochSeconds);
  }

  private Resources resources() {
    Optional<ObjectNode> node = object("resources");
    if (node.isEmpty()) {
      return Resources.ANY;
    }
    unknown("resources.", node.get(), SpecFields.RESOURCE_NAMES);
    String device = (String) nested("resources", SpecFields.DEVICE, node.get());
    return new Resources(Device.valueOf(device.toUpperCase(java.util.Locale.ROOT)));
  }

  private List<String> tags() {
    JsonNode node = root.path("tags");
    if (node.isMissingNode() || node.isNull()) {
      return List.of();
    }
    List<String> tags = new ArrayList<>();
    if (!node.isArray() || node.size() > 50) {
      reasons.add("tags is %s; allowed: a list of at most 50 words".formatted(show(node)));
      return tags;
    }
    for (int i = 0; i < node.size(); i++) {
      accept("tags[" + i + "]", SpecFields.TAG.kind(), node.get(i))
          .ifPresent(tag -> tags.add((String) tag));
    }
    return tags;
  }

  private Optional<ObjectNode> object(String name) {
    JsonNode node = root.path(name);
    if (node instanceof ObjectNode object) {
      return Optional.of(object);
    }
    if (!node.isMissingNode() && !node.isNull()) {
      reasons.add("%s is %s; allowed: an object of fields".formatted(name, show(node)));
    }
    return Optional.empty();
  }

  private Object required(String path, Field field, ObjectNode node) {
    if (!node.hasNonNull(field.name())) {
      reasons.add("%s is missing; give %s".formatted(path, field.kind().allowed()));
      return field.defaultValue();
    }
    return single(path, field, node);
  }

  private Object nested(String parent, Field field, ObjectNode node) {
    return single(parent + "." + field.name(), field, node);
  }

  private Object single(String path, Field field, ObjectNode node) {
    JsonNode value = node.path(field.name());
    return value.isMissingNode() || value.isNull()
        ? field.defaultValue()
        : accept(path, field.kind(), value).orElse(field.defaultValue());
  }

  private Optional<Object> accept(String path, Field.Kind kind, JsonNode value) {
    Optional<Object> accepted = JsonValues.canonical(value).flatMap(kind::accept);
    if (accepted.isEmpty()) {
      reasons.add("%s is %s; allowed: %s".formatted(path, show(value), kind.allowed()));
    }
    return accepted;
  }

  private void unknown(String prefix, ObjectNode node, List<String> known) {
    node.fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                noField(prefix, name, known);
              }
            });
  }

  private void noField(String prefix, String name, List<String> known) {
    reasons.add(
        "%s is not a field; known here: %s"
            .formatted(prefix + JsonValues.shorten(name), String.join(", ", known)));
  }

  private static String show(JsonNode value) {
    return JsonValues.shorten(value.toString());
  }

  private static final List<String> RECIPE_NAMES =
      RecipeFields.ALL.stream().map(Field::name).toList();
}
