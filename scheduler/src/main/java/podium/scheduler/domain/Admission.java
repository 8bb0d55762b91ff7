package podium.scheduler.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import podium.protocol.event.Source;
import podium.protocol.experiment.Catalog;
import podium.protocol.experiment.Catalog.Dataset;
import podium.protocol.experiment.Catalog.Model;
import podium.protocol.experiment.ExperimentSpec;
import podium.protocol.experiment.ModelChoice;
import podium.protocol.request.Request.Needs;

/**
 * Whether an experiment can ever be trained: names that exist, weights that somebody has, images
 * that are large enough. Pure.
 */
final class Admission {
  private static final int MOST_DIFFERENCES = 10;

  private Admission() {}

  static List<String> reasonsAgainst(ExperimentSpec spec, Catalog catalog) {
    List<String> reasons =
        new ArrayList<>(
            reasonsAgainst(
                Needs.of(
                    Optional.of(spec.dataset()), spec.matrix(), spec.pretrained(), spec.recipe()),
                catalog));
    List<Object> models = canonical(spec, catalog).matrix().getOrDefault("model", List.of());
    if (reasons.isEmpty() && models.stream().distinct().count() < models.size()) {
      reasons.add("matrix.model names a model twice; each once, with its options");
    }
    return List.copyOf(reasons);
  }

  /** What is wrong with these alone, whatever else is wrong with their request. */
  static List<String> reasonsAgainst(Needs needs, Catalog catalog) {
    List<String> reasons = new ArrayList<>();
    if (needs.dataset().filter(name -> catalog.dataset(name).isEmpty()).isPresent()) {
      reasons.add(
          "dataset is %s; known here: %s"
              .formatted(
                  needs.dataset().orElseThrow(),
                  String.join(", ", catalog.datasets().stream().map(Dataset::name).toList())));
    }
    for (String model : needs.models()) {
      Optional<ModelChoice> choice = ModelChoice.parse(model);
      Optional<Model> known = choice.flatMap(chosen -> catalog.model(chosen.name()));
      if (choice.isEmpty() || known.isEmpty()) {
        reasons.add(
            "matrix.model is %s; known here: %s"
                .formatted(
                    model, String.join(", ", catalog.models().stream().map(Model::name).toList())));
      } else {
        reasons.addAll(choice.get().reasonsAgainst("matrix.model", known.get()));
        noWeights(needs.pretrained(), known.get(), catalog).ifPresent(reasons::add);
        tooSmall(needs.imageSizes(), known.get()).ifPresent(reasons::add);
      }
    }
    return reasons.stream().distinct().toList();
  }

  /** Why a request under another one's key is none of its repeats. */
  static String otherThan(KeyOwner owner, String key, Source source, List<String> differences) {
    int more = differences.size() - MOST_DIFFERENCES;
    return "the key %s belongs to %s, and this request (%s, partition %d, offset %d) asks for something else: %s%s. Only an equal request is a repeat; give this one a key of its own"
        .formatted(
            key,
            owner.told(),
            source.topic(),
            source.partition(),
            source.offset(),
            String.join("; ", differences.stream().limit(MOST_DIFFERENCES).toList()),
            more > 0 ? "; ... and %d more".formatted(more) : "");
  }

  /** The spec with each model's label as its catalog entry has it, without default options. */
  static ExperimentSpec canonical(ExperimentSpec spec, Catalog catalog) {
    return spec.with(
        "model",
        spec.matrix().getOrDefault("model", List.of()).stream()
            .map(label -> canonical((String) label, catalog))
            .map(Object.class::cast)
            .toList());
  }

  private static String canonical(String label, Catalog catalog) {
    return ModelChoice.parse(label)
        .flatMap(choice -> catalog.model(choice.name()).map(model -> choice.of(model).label()))
        .orElse(label);
  }

  private static Optional<String> noWeights(String name, Model model, Catalog catalog) {
    if (catalog.hasWeights(name, model.name())) {
      return Optional.empty();
    }
    List<String> known = catalog.weights().stream().map(w -> w.name() + "/" + w.model()).toList();
    return Optional.of(
        ("pretrained is %s, but no worker has %s/%s; known here: %s. Start a worker with --weights"
                + " %s/%s=FILE, or set podium.weights.%s.%s")
            .formatted(
                name,
                name,
                model.name(),
                known.isEmpty() ? "none" : String.join(", ", known),
                name,
                model.name(),
                name,
                model.name()));
  }

  private static Optional<String> tooSmall(List<Integer> sizes, Model model) {
    return sizes.stream()
        .filter(size -> size != 0 && size < model.smallestImage())
        .findFirst()
        .map(
            size ->
                "recipe.imageSize is %d; %s needs at least %d"
                    .formatted(size, model.name(), model.smallestImage()));
  }
}
