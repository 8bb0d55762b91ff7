package podium.workers.training.optimizer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import podium.protocol.experiment.Optimizer;
import podium.protocol.experiment.Recipe;
import podium.workers.training.model.StateEntry;

/**
 * Parameters that an optimizer updates alike; immutable.
 *
 * @param factor their learning rate as a multiple of the recipe's
 * @param places which ones of the trained parameters, in their order
 */
record Part(boolean firstLayer, Kind kind, double factor, List<Integer> places) {
  /** What rule updates them. */
  enum Kind {
    /** Muon's. */
    ORTHOGONAL,
    /** The optimizer's own, or SGD where that is muon. */
    PLAIN
  }

  Part {
    places = List.copyOf(places);
  }

  private record Key(boolean firstLayer, Kind kind, double factor) {}

  /** The parts of what is trained; one alone where a recipe makes no difference. */
  static List<Part> of(Recipe recipe, List<StateEntry> trained) {
    int first = firstLayer(recipe, trained);
    int head = head(trained);
    Map<Key, List<Integer>> parts = new LinkedHashMap<>();
    for (int place = 0; place < trained.size(); place++) {
      boolean bias = dimensions(trained.get(place)) < 2;
      Kind kind =
          recipe.optimizer() == Optimizer.MUON && !bias && place != head
              ? Kind.ORTHOGONAL
              : Kind.PLAIN;
      double own = bias ? recipe.biasLearningRate() : place == head ? recipe.headLearningRate() : 0;
      double factor = own == 0 ? 1 : own / recipe.learningRate();
      parts
          .computeIfAbsent(new Key(place < first, kind, factor), key -> new ArrayList<>())
          .add(place);
    }
    return parts.entrySet().stream()
        .map(
            part ->
                new Part(
                    part.getKey().firstLayer(),
                    part.getKey().kind(),
                    part.getKey().factor(),
                    part.getValue()))
        .toList();
  }

  /** How many of the trained parameters, from the first on, are the first layer's. */
  static int firstLayer(Recipe recipe, List<StateEntry> trained) {
    if (recipe.firstLayerEpochs() == 0 || trained.isEmpty()) {
      return 0;
    }
    String layer = layer(trained.getFirst());
    return (int) trained.stream().takeWhile(entry -> layer(entry).equals(layer)).count();
  }

  /** The matrix of the last linear layer; -1 where there is none. */
  private static int head(List<StateEntry> trained) {
    return IntStream.range(0, trained.size())
        .filter(place -> dimensions(trained.get(place)) == 2)
        .max()
        .orElse(-1);
  }

  private static int dimensions(StateEntry entry) {
    return entry.parameter().getShape().dimension();
  }

  /** A name without its last word; DJL's own blocks join words by underscores. */
  private static String layer(StateEntry entry) {
    String name = entry.name();
    int end = name.indexOf('.') < 0 ? name.lastIndexOf('_') : name.lastIndexOf('.');
    return name.substring(0, Math.max(0, end));
  }

  /** Weight decay that pulls as much as the recipe's beside its own learning rate. */
  double weightDecay(Recipe recipe) {
    return factor == 1 ? recipe.weightDecay() : recipe.weightDecay() / factor;
  }
}
