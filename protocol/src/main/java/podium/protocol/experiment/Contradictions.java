package podium.protocol.experiment;

import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import podium.protocol.Text;

/** Fields of a recipe that mean nothing beside others: the one table of it. */
final class Contradictions {
  /**
   * A field that a recipe must not have with these values of others.
   *
   * @param words what follows after the field's name and value
   */
  record Contradiction(String field, Predicate<Recipe> holds, Function<Recipe, String> words) {}

  private static final List<Contradiction> ALL =
      List.of(
          new Contradiction(
              "warmupEpochs",
              recipe -> recipe.warmupEpochs() > recipe.epochs(),
              Contradictions::tooLong),
          new Contradiction(
              "warmupEpochs",
              recipe -> recipe.warmupEpochs() > 0 && recipe.schedule().movesWithinEpochs(),
              recipe ->
                  recipe.schedule().hasPeak()
                      ? Text.of(
                          ", but %s has a rise of its own; set peakShare instead",
                          recipe.schedule().word())
                      : ", but linear falls from the first step on; take schedule triangle with"
                          + " peakShare instead"),
          new Contradiction(
              "firstLayerEpochs",
              recipe -> recipe.firstLayerEpochs() > recipe.epochs(),
              Contradictions::tooLong),
          new Contradiction(
              "microBatch",
              recipe -> recipe.microBatch() > 0 && recipe.batchSize() % recipe.microBatch() != 0,
              recipe ->
                  Text.of(
                      ", but batchSize %d is no multiple of it; allowed: 0 or what divides"
                          + " batchSize",
                      recipe.batchSize())),
          new Contradiction(
              "averageDecay",
              recipe -> recipe.average() != Average.NONE && recipe.averageDecay() == 0,
              recipe ->
                  ", so the average would be the weights as they are; raise it, or leave average"
                      + " out"),
          new Contradiction(
              "averageEvery",
              recipe -> recipe.average() == Average.LOOKAHEAD && recipe.averageEvery() == 1,
              recipe ->
                  ", but lookahead after every step only makes the steps smaller; allowed with it:"
                      + " 2 or more"));

  private Contradictions() {}

  /** Those of a recipe. */
  static List<Contradiction> of(Recipe recipe) {
    return ALL.stream().filter(one -> one.holds().test(recipe)).toList();
  }

  private static String tooLong(Recipe recipe) {
    return Text.of(
        ", longer than the training of %s; allowed: at most epochs",
        recipe.epochs() == 1 ? "1 epoch" : recipe.epochs() + " epochs");
  }
}
