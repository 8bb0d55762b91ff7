package podium.protocol.report;

/**
 * How well a model did on a set of images.
 *
 * @param loss mean cross-entropy in nats
 * @param correct images whose largest logit was the label's
 * @param images images looked at
 */
public record Score(double loss, int correct, int images) {
  /** Share of correct images in [0, 1]. */
  public double accuracy() {
    return images == 0 ? 0 : (double) correct / images;
  }
}
