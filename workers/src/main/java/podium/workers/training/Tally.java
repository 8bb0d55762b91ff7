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
  private final NDArray finite;
  private int images;

  Tally(NDManager manager) {
    this.loss = manager.zeros(new Shape(), DataType.FLOAT64);
    this.correct = manager.zeros(new Shape(), DataType.INT64);
    this.finite = manager.zeros(new Shape(), DataType.INT64);
  }

  /** Counts a batch in by the mean of its losses; without waiting for the device. */
  void add(NDArray meanLoss, NDArray logits, NDArray labels) {
    int count = Math.toIntExact(labels.size());
    loss.addi(meanLoss.mul(count));
    correct.addi(logits.argMax(1).eq(labels).sum());
    // why: a sum that once was not finite never is again, and x - x is x's own only where x is
    finite.addi(loss.sub(loss).eq(0));
    images += count;
  }

  /** Whether every loss so far is a number; waits for the device. */
  boolean isFinite() {
    return Double.isFinite(loss.getDouble());
  }

  /** How many batches came before the first whose loss is no finite number. */
  long finiteBatches() {
    return finite.getLong();
  }

  int images() {
    return images;
  }

  /** Loss and accuracy of the mean image: batches count by their size. */
  Score score() {
    return new Score(loss.getDouble() / images, Math.toIntExact(correct.getLong()), images);
  }
}
