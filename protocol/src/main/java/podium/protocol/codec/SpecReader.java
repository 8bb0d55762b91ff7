package podium.protocol.codec;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import podium.protocol.Printable;
import podium.protocol.experiment.Device;
import podium.protocol.experiment.ExperimentSpec;
import podium.protocol.experiment.Field;
import podium.protocol.experiment.Limits;
import podium.protocol.experiment.OnMemory;
import podium.protocol.experiment.Recipe;
import podium.protocol.experiment.RecipeFields;
import podium.protocol.experiment.Resources;
import podium.protocol.experiment.SpecCheck;
import podium.protocol.experiment.SpecFields;
import podium.protocol.experiment.Stopping;
import podium.protocol.request.Action;
import podium.protocol.request.Request;
import podium.protocol.request.Request.Needs;
import podium.protocol.request.Request.Reading;

/**
 * Reads one request field by field and gathers every fault, each with its path, value and what is
 * allowed.
 */
final class SpecReader {
  private static final List<String> RECIPE_NAMES =
      RecipeFields.ALL.stream().map(Field::name).toList();

  /** Where a fault leaves the trials unknown. */
  private static final List<String> OF_TRIALS =
      Stream.concat(VariationReader.FIELDS.stream(), Stream.of("recipe")).toList();

  private final ObjectNode root;
  private final FieldReader fields = new FieldReader();

  SpecReader(ObjectNode root) {
    this.root = root;
  }

  Reading read(Optional<String> recordKey) {
    Object request = fields.single("request", SpecFields.REQUEST, root);
    fields.single("version", SpecFields.VERSION, root);
    Optional<String> key =
        Optional.of((String) fields.single("key", SpecFields.KEY, root))
            .filter(text -> !text.isEmpty())
            .or(
                () ->
                    recordKey
                        .filter(text -> !text.isBlank() && text.length() <= 200)
                        // why: programs use bytes of any kind as keys, and people are shown them
                        .map(Printable::of));
    if (!request.equals("submit")) {
      Action action = new ActionReader(root, fields).read((String) request);
      return finish(new Request.Act(key, action), Needs.NONE);
    }
    fields.unknown("", root, SpecFields.SUBMIT_NAMES);
    ExperimentSpec spec = spec(key);
    if (!fields.faulty(OF_TRIALS)) {
      fields.faults().addAll(SpecCheck.faults(spec));
    }
    return finish(new Request.Submit(spec), Needs.of(spec));
  }

  private ExperimentSpec spec(Optional<String> key) {
    String name = (String) fields.required("experiment", SpecFields.EXPERIMENT, root);
    String dataset = (String) fields.required("dataset", SpecFields.DATASET, root);
    String pretrained = (String) fields.single("pretrained", SpecFields.PRETRAINED, root);
    long priority = (Long) fields.single("priority", SpecFields.PRIORITY, root);
    boolean preempt = (Boolean) fields.single("preempt", SpecFields.PREEMPT, root);
    OnMemory onMemory = OnMemory.of((String) fields.single("onMemory", SpecFields.ON_MEMORY, root));
    String owner = (String) fields.single("owner", SpecFields.OWNER, root);
    List<String> tags = fields.tags(root).orElse(List.of());
    Limits limits = limits();
    Stopping stopping = new StoppingReader(root, fields).read();
    Resources resources = resources();
    Recipe recipe = recipe();
    VariationReader varied = new VariationReader(root, fields);
    varied.read();
    return new ExperimentSpec(
        name,
        key,
        dataset,
        varied.matrix(),
        varied.zip(),
        varied.exclude(),
        varied.include(),
        varied.search(),
        recipe,
        pretrained,
        resources,
        (int) priority,
        preempt,
        owner,
        limits,
        tags,
        stopping,
        Optional.of(onMemory));
  }

  private Reading finish(Request request, Needs needs) {
    return fields.faults().isEmpty()
        ? new Reading.Understood(request)
        : new Reading.Refused(fields.faults(), 0, needs);
  }

  private Recipe recipe() {
    Map<String, Object> given = new LinkedHashMap<>();
    object("recipe")
        .ifPresent(
            node -> {
              fields.unknown("recipe.", node, RECIPE_NAMES);
              for (Field field : RecipeFields.ALL) {
                Optional.ofNullable(node.get(field.name()))
                    .flatMap(value -> fields.accept("recipe." + field.name(), field.kind(), value))
                    .ifPresent(value -> given.put(field.name(), value));
              }
            });
    return Recipe.of(given);
  }

  private Limits limits() {
    Optional<ObjectNode> node = object("limits");
    if (node.isEmpty()) {
      return Limits.NONE;
    }
    fields.unknown("limits.", node.get(), SpecFields.LIMIT_NAMES);
    long images = (Long) nested("limits", SpecFields.TRAIN_IMAGES, node.get());
    long seconds = (Long) nested("limits", SpecFields.WALL_SECONDS, node.get());
    long epochSeconds = (Long) nested("limits", SpecFields.EPOCH_SECONDS, node.get());
    long slots = (Long) nested("limits", SpecFields.SLOTS, node.get());
    return new Limits((int) images, seconds, epochSeconds, (int) slots);
  }

  private Resources resources() {
    Optional<ObjectNode> node = object("resources");
    if (node.isEmpty()) {
      return Resources.ANY;
    }
    fields.unknown("resources.", node.get(), SpecFields.RESOURCE_NAMES);
    String device = (String) nested("resources", SpecFields.DEVICE, node.get());
    long slots = (Long) nested("resources", SpecFields.TOGETHER, node.get());
    return new Resources(Device.valueOf(device.toUpperCase(Locale.ROOT)), (int) slots);
  }

  private Optional<ObjectNode> object(String name) {
    return fields.object(name, root.path(name));
  }

  private Object nested(String parent, Field field, ObjectNode node) {
    return fields.single(parent + "." + field.name(), field, node);
  }
}
