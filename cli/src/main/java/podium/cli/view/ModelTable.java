package podium.cli.view;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import podium.protocol.experiment.Field;

/** Models as a table for people and as JSON for programs. Thread-safe. */
public final class ModelTable {
  private ModelTable() {}

  /** Heads and rows; all lines are of one number of classes and, if any, one asked size. */
  public static List<String> lines(List<ModelLine> models) {
    Optional<ModelLine.Asked> asked = models.stream().findFirst().flatMap(ModelLine::asked);
    List<String> heads =
        new ArrayList<>(List.of("model", ">smallest", ">default", ">parameters", ">multiply-adds"));
    asked.ifPresent(size -> heads.add(">at " + size.imageSize() + " px"));
    heads.add("options");
    Table table = new Table(heads.toArray(String[]::new));
    for (ModelLine model : models) {
      List<String> cells =
          new ArrayList<>(
              List.of(
                  model.label(),
                  model.smallestImage() + " px",
                  model.defaultImage() + " px",
                  millions(Optional.of(model.parameters())),
                  millions(model.multiplyAdds())));
      model.asked().ifPresent(size -> cells.add(asked(model, size)));
      cells.add(model.options().stream().map(ModelTable::option).collect(Collectors.joining("; ")));
      table.row(cells.toArray());
    }
    return table.lines();
  }

  /** The same as a JSON array; what is unknown or too small is null. */
  public static ArrayNode json(List<ModelLine> models) {
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    models.forEach(model -> all.add(json(model)));
    return all;
  }

  /** Such as {@code 11.69 M}; a dash when unknown. */
  public static String millions(Optional<Long> number) {
    return number
        .map(count -> String.format(java.util.Locale.ROOT, "%,.2f M", count / 1e6))
        .orElse("-");
  }

  /** Such as {@code batchNorm: true or false, default true}. */
  public static String option(Field option) {
    return "%s: %s, default %s"
        .formatted(option.name(), option.kind().allowed(), option.defaultValue());
  }

  private static String asked(ModelLine model, ModelLine.Asked size) {
    return size.imageSize() < model.smallestImage() ? "too small" : millions(size.multiplyAdds());
  }

  private static ObjectNode json(ModelLine model) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("model", model.label())
        .put("smallestImage", model.smallestImage())
        .put("defaultImage", model.defaultImage())
        .put("classes", model.classes())
        .put("parameters", model.parameters());
    putCount(json, "multiplyAdds", model.multiplyAdds());
    model
        .asked()
        .ifPresent(
            size ->
                putCount(
                    json.put("imageSize", size.imageSize()),
                    "multiplyAddsAtImageSize",
                    size.multiplyAdds()));
    ArrayNode options = json.putArray("options");
    for (Field option : model.options()) {
      options
          .addObject()
          .put("name", option.name())
          .put("allowed", option.kind().allowed())
          .put("meaning", option.meaning())
          .putPOJO("default", option.defaultValue());
    }
    return json;
  }

  private static void putCount(ObjectNode json, String name, Optional<Long> count) {
    count.ifPresentOrElse(number -> json.put(name, number), () -> json.putNull(name));
  }
}
