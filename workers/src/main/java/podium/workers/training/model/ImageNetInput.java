package podium.workers.training.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Set;

/**
 * What torchvision calls {@code transform_input}: GoogLeNet's and Inception's published weights
 * want channels normalised by 0.5 and 0.5, so images normalised by ImageNet's means and deviations
 * are brought there; stateless.
 */
final class ImageNetInput {
  private static final Set<String> TAKEN_BY = Set.of("googlenet", "inception_v3");
  private static final double[] MEAN = {0.485, 0.456, 0.406};
  private static final double[] DEVIATION = {0.229, 0.224, 0.225};

  private ImageNetInput() {}

  /** Whether torchvision switches it on when this model starts from published weights. */
  static boolean isTakenBy(String model) {
    return TAKEN_BY.contains(model);
  }

  /** Images N,3,H,W as the weights want them. */
  static NDArray transformed(NDArray images) {
    NDManager manager = images.getManager();
    float[] factor = new float[MEAN.length];
    float[] shift = new float[MEAN.length];
    for (int channel = 0; channel < MEAN.length; channel++) {
      factor[channel] = (float) (DEVIATION[channel] / 0.5);
      shift[channel] = (float) ((MEAN[channel] - 0.5) / 0.5);
    }
    Shape channels = new Shape(1, MEAN.length, 1, 1);
    return images
        .mul(manager.create(factor, channels).toType(images.getDataType(), false))
        .add(manager.create(shift, channels).toType(images.getDataType(), false));
  }
}
