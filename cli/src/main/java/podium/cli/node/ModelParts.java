package podium.cli.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import podium.cli.error.UserErrorException;
import podium.cli.view.ModelLine;
import podium.protocol.experiment.ModelChoice;
import podium.workers.training.model.ModelCatalog;
import podium.workers.training.model.ModelCost;
import podium.workers.training.model.ModelDefinition;
import podium.workers.training.model.ModelOptions;

/** What a worker on this machine, with this class path, can train. */
public final class ModelParts {
  private ModelParts() {}

  /**
   * The models of the labels, or all.
   *
   * @param imageSize a size to tell the cost of too, in pixels
   * @throws UserErrorException naming every label that is not a model here with its options
   */
  public static List<ModelLine> lines(
      List<String> labels, int classes, Optional<Integer> imageSize) {
    ModelCatalog catalog = ModelCatalog.load();
    List<String> wanted = labels.isEmpty() ? List.copyOf(catalog.names()) : labels;
    List<String> reasons = new ArrayList<>();
    wanted.forEach(label -> reasons.addAll(reasonsAgainst(label, catalog)));
    if (!reasons.isEmpty()) {
      throw new UserErrorException(String.join("\npodium: ", reasons));
    }
    return wanted.stream()
        .map(ModelChoice::of)
        .flatMap(
            choice ->
                catalog.find(choice.name()).stream()
                    .map(model -> line(model, choice, classes, imageSize)))
        .toList();
  }

  private static List<String> reasonsAgainst(String label, ModelCatalog catalog) {
    Optional<ModelChoice> choice = ModelChoice.parse(label);
    if (choice.isEmpty()) {
      return List.of("'%s' is no model; give %s".formatted(label, ModelChoice.LABEL_RULE));
    }
    Optional<ModelDefinition> model = catalog.find(choice.get().name());
    return model
        .map(known -> choice.get().reasonsAgainst(known.name(), known.entry()))
        .orElseGet(
            () ->
                List.of(
                    "%s is no model here; known: %s"
                        .formatted(choice.get().name(), String.join(", ", catalog.names()))));
  }

  private static ModelLine line(
      ModelDefinition model, ModelChoice choice, int classes, Optional<Integer> imageSize) {
    ModelOptions options = ModelOptions.of(model, choice, classes, true);
    ModelCost cost = ModelCost.of(model, options, model.defaultImage());
    return new ModelLine(
        choice.of(model.entry()).label(),
        model.options(),
        model.smallestImage(),
        model.defaultImage(),
        classes,
        cost.parameters(),
        known(cost),
        imageSize.map(
            size ->
                new ModelLine.Asked(
                    size,
                    size < model.smallestImage()
                        ? Optional.empty()
                        : known(ModelCost.of(model, options, size)))));
  }

  private static Optional<Long> known(ModelCost cost) {
    return Optional.of(cost.multiplyAdds()).filter(count -> count > 0);
  }
}
