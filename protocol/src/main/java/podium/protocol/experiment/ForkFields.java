package podium.protocol.experiment;

import java.util.Map;
import java.util.Optional;
import podium.protocol.Text;

/**
 * What a trial that begins with the checkpoint of another one may do otherwise than that one, and
 * what it may not. Pure.
 */
public final class ForkFields {
  private static final Map<String, String> FIXED =
      Map.of(
          "model", "a checkpoint has the weights of its own model",
          "seed", "it chooses which images are trained on, and in which order",
          "optimizer", "a checkpoint has what its own optimizer remembers",
          "average", "a checkpoint has the average of the weights that it was made with",
          "imageSize", "the images would be others than those trained on so far",
          "validationShare", "images that were trained on would be held out, or the reverse");

  private ForkFields() {}

  /** Why that field must be as it was, if it must. */
  public static Optional<String> fixed(String name) {
    return Optional.ofNullable(FIXED.get(name));
  }

  /** Why such a recipe cannot go on from a checkpoint of the other one, if it cannot. */
  public static Optional<String> against(Recipe before, Recipe after) {
    boolean sgd = before.optimizer() == Optimizer.SGD;
    return sgd && (before.momentum() == 0) != (after.momentum() == 0)
        ? Optional.of(
            Text.of(
                "recipe.momentum is %s, was %s; without momentum sgd remembers nothing, so both"
                    + " must be 0 or neither",
                after.momentum(), before.momentum()))
        : Optional.empty();
  }
}
