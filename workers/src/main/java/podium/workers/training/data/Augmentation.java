package podium.workers.training.data;

import java.util.SplittableRandom;
import podium.protocol.experiment.PaddingMode;
import podium.protocol.experiment.Recipe;
import podium.workers.training.random.Randomness;

/**
 * Random crop after padding and mirroring; immutable.
 *
 * @param cropPadding pixels around the image before it is cropped to its own size
 */
public record Augmentation(int cropPadding, PaddingMode padding, Flip flip) {
  /** Which images are mirrored. */
  public enum Flip {
    NONE,
    /** Each or not, half of them on average. */
    RANDOM,
    /** One half in odd epochs, the other in even ones (Jordan 2024). */
    ALTERNATING
  }

  /** What a recipe asks for. */
  public static Augmentation of(Recipe recipe) {
    Flip flip = recipe.alternatingFlip() ? Flip.ALTERNATING : Flip.RANDOM;
    return new Augmentation(
        recipe.cropPadding(), recipe.paddingMode(), recipe.horizontalFlip() ? flip : Flip.NONE);
  }

  /** Draws how an image is looked at in an epoch. */
  View view(int image, long seed, int epoch, SplittableRandom random) {
    int down = cropPadding == 0 ? 0 : random.nextInt(2 * cropPadding + 1) - cropPadding;
    int right = cropPadding == 0 ? 0 : random.nextInt(2 * cropPadding + 1) - cropPadding;
    boolean mirrored =
        switch (flip) {
          case NONE -> false;
          case RANDOM -> random.nextBoolean();
          case ALTERNATING -> ((Randomness.mixed(seed, "flip", image) ^ epoch) & 1) == 1;
        };
    return new View(down, right, mirrored, padding);
  }
}
