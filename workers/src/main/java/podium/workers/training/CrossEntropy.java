package podium.workers.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;

/**
 * torch.nn.CrossEntropyLoss with label smoothing (Szegedy and others 2016); immutable.
 *
 * @param smoothing share of each target in [0, 1) that is spread evenly over all classes
 */
record CrossEntropy(double smoothing) {
  /** The loss by which models are compared. */
  static final CrossEntropy PLAIN = new CrossEntropy(0);

  /**
   * The mean loss of a batch, in nats.
   *
   * @param logits N, classes
   * @param labels N class numbers
   */
  NDArray of(NDArray logits, NDArray labels) {
    NDArray logProbabilities = logits.logSoftmax(1);
    NDArray plain = logProbabilities.gather(labels.expandDims(1), 1).mean().neg();
    return smoothing == 0
        ? plain
        : plain
            .mul(scalar(1 - smoothing, logits))
            .sub(logProbabilities.mean().mul(scalar(smoothing, logits)));
  }

  /**
   * A number that lives as long as the batch.
   *
   * <p>DJL's {@code mul(Number)} frees its own at once, which torch would read again for gradients.
   */
  static NDArray scalar(double value, NDArray like) {
    return like.getDataType() == DataType.FLOAT64
        ? like.getManager().create(value)
        : like.getManager().create((float) value);
  }
}
