package podium.protocol.report;

import java.util.Optional;

/**
 * What one epoch of training came to.
 *
 * @param epoch from 1
 * @param test absent in epochs without evaluation
 * @param validation of the training images held out; absent without evaluation, or where none are
 * @param seconds wall time the epoch took of its trial, with evaluation, and with what it waited
 *     for checkpoints
 * @param stateHash SHA-256 over every tensor and counter of the checkpoint in name order
 */
public record EpochResult(
    int epoch,
    Score train,
    Optional<Score> test,
    Optional<Score> validation,
    double learningRate,
    double seconds,
    double imagesPerSecond,
    long peakMemoryBytes,
    CheckpointRef checkpoint,
    String stateHash) {

  /** By what epochs of a trial are compared: the validation where there is one, else the test. */
  public Optional<Score> deciding() {
    return validation.or(() -> test);
  }
}
