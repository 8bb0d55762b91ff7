package podium.workers.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import podium.protocol.report.Score;

/** Adds up losses and correct answers on the device; for one thread. */
final class Tally {
  private final NDArray loss;
  private final NDArray correct;
  private int images;

  Tally(NDManager manager) {
    this.loss = manager.zeros(new Shape(), DataType.FLOAT64);
    this.correct = manager.zeros(new Shape(), DataType.INT64);
  }

  /** The mean cross-entropy of a batch, in nats. */
  static NDArray crossEntropy(NDArray logits, NDArray labels) {
    NDArray logProbabilities = logits.logSoftmax(1);
    return logProbabilities.gather(labels.expandDims(1), 1).mean().neg();
  }

  /** Counts a batch in; without waiting for the device. */
  void add(NDArray meanLoss, NDArray logits, NDArray labels) {
    int count = Math.toIntExact(labels.size());
    loss.addi(meanLoss.mul(count));
    correct.addi(logits.argMax(1).eq(labels).sum());
    images += count;
  }

  /** Whether every loss so far is a number; waits for the device. */
  boolean isFinite() {
    return Double.isFinite(loss.getDouble());
  }

  int images() {
    return images;
  }

  Score score() {
    return new Score(loss.getDouble() / images, Math.toIntExact(correct.getLong()), images);
  }
}
