package podium.protocol.experiment;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Which fields of a recipe make no difference beside which others: the one table of it. */
final class Effects {
  /**
   * A field that is without effect in some recipes.
   *
   * @param deciders the fields that decide whether it has one
   * @param idle whether a recipe leaves it without effect
   * @param neutral the value that stands for all of its values there
   */
  record Effect(String field, List<String> deciders, Predicate<Recipe> idle, Object neutral) {}

  private static final List<Effect> ALL =
      List.of(
          idle("momentum", "optimizer", recipe -> !hasMomentum(recipe)),
          idle("sgdMomentum", "optimizer", recipe -> recipe.optimizer() != Optimizer.MUON),
          idle("nesterov", "optimizer", recipe -> !hasMomentum(recipe)),
          new Effect(
              "nesterov",
              List.of("optimizer", "momentum"),
              recipe -> recipe.optimizer() == Optimizer.SGD && recipe.momentum() == 0,
              false),
          new Effect(
              "optimizer",
              List.of("weightDecay"),
              // why: adamw differs from adam in the place of the decay alone
              recipe -> recipe.optimizer() == Optimizer.ADAMW && recipe.weightDecay() == 0,
              Optimizer.ADAM.word()),
          idle(
              "biasLearningRate",
              "learningRate",
              recipe -> recipe.biasLearningRate() == recipe.learningRate()),
          idle(
              "headLearningRate",
              "learningRate",
              recipe -> recipe.headLearningRate() == recipe.learningRate()),
          idle(
              "firstLayerEpochs", "epochs", recipe -> recipe.firstLayerEpochs() == recipe.epochs()),
          idle("microBatch", "batchSize", recipe -> recipe.microBatch() == recipe.batchSize()),
          idle("peakShare", "schedule", recipe -> !recipe.schedule().hasPeak()),
          idle("stepEpochs", "schedule", recipe -> recipe.schedule() != Schedule.STEP),
          idle("stepFactor", "schedule", recipe -> recipe.schedule() != Schedule.STEP),
          idle("averageDecay", "average", recipe -> recipe.average() == Average.NONE),
          idle("averageEvery", "average", recipe -> recipe.average() == Average.NONE),
          idle("paddingMode", "cropPadding", recipe -> recipe.cropPadding() == 0),
          idle("alternatingFlip", "horizontalFlip", recipe -> !recipe.horizontalFlip()));

  private Effects() {}

  /** The effects whose field is idle in that recipe. */
  static List<Effect> idleIn(Recipe recipe) {
    return ALL.stream().filter(effect -> effect.idle().test(recipe)).toList();
  }

  /** The recipe that trains the same, with every idle field at one value. */
  static Recipe effective(Recipe recipe) {
    Map<String, Object> neutral = new LinkedHashMap<>();
    idleIn(recipe).forEach(effect -> neutral.put(effect.field(), effect.neutral()));
    return recipe.with(neutral);
  }

  /** A field that counts as left out where another one decides so. */
  private static Effect idle(String field, String decider, Predicate<Recipe> idle) {
    Object neutral = RecipeFields.find(field).orElseThrow().defaultValue();
    return new Effect(field, List.of(decider), idle, neutral);
  }

  private static boolean hasMomentum(Recipe recipe) {
    return recipe.optimizer() == Optimizer.SGD || recipe.optimizer() == Optimizer.MUON;
  }
}
