package podium.protocol.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import podium.protocol.Text;
import podium.protocol.experiment.Field;
import podium.protocol.experiment.ForkFields;
import podium.protocol.experiment.SpecFields;
import podium.protocol.request.Action;

/** Reads a request about what is there, field by field. */
final class ActionReader {
  private static final List<String> OF_ALL = List.of("request", "version", "key");
  private static final int LONGEST_TARGET = 200;

  /** Those that can be changed of an experiment that is there. */
  private static final List<String> LIMITS_OF_EXPERIMENTS =
      Stream.of(SpecFields.SLOTS, SpecFields.WALL_SECONDS, SpecFields.EPOCH_SECONDS)
          .map(Field::name)
          .toList();

  private final ObjectNode root;
  private final FieldReader fields;

  ActionReader(ObjectNode root, FieldReader fields) {
    this.root = root;
    this.fields = fields;
  }

  Action read(String verb) {
    return switch (verb) {
      case "pause" -> new Action.Pause(trials(verb, "now"), flag(SpecFields.NOW));
      case "resume" -> new Action.Resume(trials(verb));
      case "retry" -> new Action.Retry(trials(verb, "fresh"), flag(SpecFields.FRESH));
      case "extend" -> new Action.Extend(trials(verb, "epochs"), moreEpochs());
      case "fork" -> fork();
      case "change" -> root.has("owner") ? changeOwner() : change();
      case "drain" -> new Action.Drain(worker(), slot());
      case "undrain" -> new Action.Undrain(worker(), slot());
      case "release" -> new Action.Release(worker(), slot());
      case "archive" -> new Action.Archive(experiment(verb));
      case "unarchive" -> new Action.Unarchive(experiment(verb));
      default -> new Action.Cancel(trials(verb));
    };
  }

  private boolean flag(Field field) {
    return (Boolean) fields.single(field.name(), field, root);
  }

  private int moreEpochs() {
    return ((Long) fields.required("epochs", SpecFields.MORE_EPOCHS, root)).intValue();
  }

  private Action fork() {
    String target = trials("fork", "epoch", "recipe");
    Optional<Integer> epoch =
        root.hasNonNull("epoch")
            ? Optional.of(((Long) fields.single("epoch", SpecFields.FORK_EPOCH, root)).intValue())
            : Optional.empty();
    Map<String, Object> recipe = new LinkedHashMap<>();
    fields
        .object("recipe", root.path("recipe"))
        .ifPresent(
            node -> fields.axes("recipe", node).forEach((name, it) -> put(name, it, recipe)));
    return new Action.Fork(target, epoch, recipe);
  }

  private void put(String given, JsonNode value, Map<String, Object> recipe) {
    String name = FieldReader.axisName(given);
    String path = "recipe." + name;
    Optional<String> fixed = ForkFields.fixed(name);
    if (fixed.isPresent()) {
      fields.fault(
          path,
          Text.of(
              "%s cannot differ in a fork: %s; submit an experiment of its own for that",
              path, fixed.get()));
      return;
    }
    fields
        .axisValue(path, SpecFields.axis(name).orElseThrow(), value)
        .ifPresent(accepted -> recipe.put(name, accepted));
  }

  private Action change() {
    String target = trials("change", "priority", "tags", "limits");
    Optional<Integer> priority =
        root.hasNonNull("priority")
            ? Optional.of(((Long) fields.single("priority", SpecFields.PRIORITY, root)).intValue())
            : Optional.empty();
    Optional<List<String>> tags = fields.tags(root);
    Optional<ObjectNode> limits = limits(LIMITS_OF_EXPERIMENTS);
    Action.Change change =
        new Action.Change(
            target,
            priority,
            tags,
            limit(limits, SpecFields.SLOTS).map(Long::intValue),
            limit(limits, SpecFields.WALL_SECONDS),
            limit(limits, SpecFields.EPOCH_SECONDS));
    if (priority.isEmpty() && tags.isEmpty() && !change.hasLimits()) {
      fields.fault("", "change says nothing to change; give priority, tags or limits");
    }
    if (change.hasLimits() && root.hasNonNull("trial")) {
      fields.fault(
          "limits", "limits belong to experiments, and this names a trial; name its experiment");
    }
    if (tags.isPresent() && root.hasNonNull("trial")) {
      fields.fault(
          "tags", "tags belong to experiments, and this names a trial; name its experiment");
    }
    return change;
  }

  private Action changeOwner() {
    know(List.of("owner", "weight", "limits"));
    String owner = (String) fields.required("owner", SpecFields.OF_OWNER, root);
    Optional<Integer> slots =
        limit(limits(List.of(SpecFields.SLOTS.name())), SpecFields.SLOTS).map(Long::intValue);
    Optional<Double> weight =
        root.hasNonNull("weight")
            ? Optional.of((Double) fields.single("weight", SpecFields.WEIGHT, root))
            : Optional.empty();
    if (slots.isEmpty() && weight.isEmpty()) {
      fields.fault("", "change says nothing to change of the owner; give weight or limits.slots");
    }
    return new Action.ChangeOwner(owner, slots, weight);
  }

  private Optional<ObjectNode> limits(List<String> known) {
    Optional<ObjectNode> limits = fields.object("limits", root.path("limits"));
    limits.ifPresent(it -> fields.unknown("limits.", it, known));
    return limits;
  }

  private Optional<Long> limit(Optional<ObjectNode> limits, Field field) {
    return limits
        .filter(it -> it.hasNonNull(field.name()))
        .map(it -> (Long) fields.single("limits." + field.name(), field, it));
  }

  /** Whose trials are meant, in a request that may have these fields, too. */
  private String trials(String verb, String... more) {
    know(List.of("experiment", "trial"), more);
    if (root.hasNonNull("trial") && root.hasNonNull("experiment")) {
      fields.fault(
          "trial",
          Text.of(
              "%s names experiment and trial; keep trial to %s that one, experiment to %s all of"
                  + " its trials",
              verb, verb, verb));
    }
    String target =
        root.hasNonNull("trial") ? root.get("trial").asText() : root.path("experiment").asText();
    if (target.isBlank() || target.length() > LONGEST_TARGET) {
      fields.fault(
          "", Text.of("%s needs experiment (a name or id) or trial (an id), as text", verb));
    }
    return target;
  }

  /** Which experiment is meant, in a request that is of no trial. */
  private String experiment(String verb) {
    know(List.of("experiment"));
    String target = root.path("experiment").asText();
    if (target.isBlank() || target.length() > LONGEST_TARGET) {
      fields.fault("", Text.of("%s needs experiment (a name or id), as text", verb));
    }
    return target;
  }

  private String worker() {
    know(List.of("worker", "slot"));
    return (String) fields.required("worker", SpecFields.WORKER, root);
  }

  private Optional<String> slot() {
    return Optional.of((String) fields.single("slot", SpecFields.SLOT, root))
        .filter(name -> !name.isEmpty());
  }

  private void know(List<String> names, String... more) {
    List<String> known = new ArrayList<>(OF_ALL);
    known.addAll(names);
    known.addAll(List.of(more));
    fields.unknown("", root, known);
  }
}
