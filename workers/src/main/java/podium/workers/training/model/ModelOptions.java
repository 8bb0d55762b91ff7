package podium.workers.training.model;

/**
 * What a model is built for.
 *
 * @param classes the width of its last layer, at least 1
 * @param dropout whether its dropout layers drop while training; off only to compare exact values
 */
public record ModelOptions(int classes, boolean dropout) {
  public ModelOptions {
    if (classes < 1) {
      throw new IllegalArgumentException("classes is " + classes + "; it must be at least 1");
    }
  }
}
