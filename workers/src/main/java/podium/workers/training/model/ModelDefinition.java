package podium.workers.training.model;

import ai.djl.nn.Block;

/**
 * A model people can name in an experiment; immutable.
 *
 * @param name the name used in experiments, such as {@code resnet18}
 * @param smallestImage the smallest height and width, in pixels, it can be trained on
 * @param defaultImage the size used when neither recipe nor data set gives a large enough one
 * @param factory makes a new, uninitialised block from N,3,H,W images to N,classes logits
 */
public record ModelDefinition(String name, int smallestImage, int defaultImage, Factory factory) {

  /** Makes the DJL block of a model, new at every call. */
  public interface Factory {
    Block create(ModelOptions options);
  }

  public ModelDefinition {
    if (!name.matches("[a-z0-9][a-z0-9_.-]*")) {
      throw new IllegalArgumentException(
          "model name '" + name + "' must be of lower-case letters, digits, '_', '.' and '-'");
    }
    if (smallestImage < 1) {
      throw new IllegalArgumentException(
          "smallestImage of model '" + name + "' is " + smallestImage + "; at least 1 is needed");
    }
    if (defaultImage < smallestImage) {
      throw new IllegalArgumentException(
          "defaultImage of model '" + name + "' is " + defaultImage + ", below its smallest image");
    }
  }
}
