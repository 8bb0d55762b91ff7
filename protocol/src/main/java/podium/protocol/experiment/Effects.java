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
          new Effect("momentum", List.of("optimizer"), recipe -> !sgd(recipe), 0.9),
          new Effect("nesterov", List.of("optimizer"), recipe -> !sgd(recipe), false),
          new Effect(
              "nesterov",
              List.of("optimizer", "momentum"),
              recipe -> sgd(recipe) && recipe.momentum() == 0,
              false),
          new Effect(
              "optimizer",
              List.of("weightDecay"),
              // why: adamw differs from adam in the place of the decay alone
              recipe -> recipe.optimizer() == Optimizer.ADAMW && recipe.weightDecay() == 0,
              Optimizer.ADAM.word()),
          new Effect("stepEpochs", List.of("schedule"), recipe -> !steps(recipe), 30L),
          new Effect("stepFactor", List.of("schedule"), recipe -> !steps(recipe), 0.1));

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

  private static boolean sgd(Recipe recipe) {
    return recipe.optimizer() == Optimizer.SGD;
  }

  private static boolean steps(Recipe recipe) {
    return recipe.schedule() == Schedule.STEP;
  }
}
