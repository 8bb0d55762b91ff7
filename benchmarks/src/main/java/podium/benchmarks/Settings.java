package podium.benchmarks;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How to measure.
 *
 * @param threads of each measured process
 * @param rounds how often each side has its turn
 * @param seconds of one turn of bare steps
 * @param data a folder or zip of images as the CIFAR-10 zip, train/CLASS and test/CLASS
 * @param trainImages images of an epoch; a fifth as many are tested on
 * @param photos how many photos are read
 * @param models that are compared with Python's
 * @param batches sizes of their batches
 * @param python an interpreter with torch and torchvision, or MLflow, to compare with
 * @param boardTrials of the log that a board is built of; a hundred or more
 * @param boardEpochs of each of them
 * @param scratch a folder for everything written
 */
record Settings(
    int threads,
    int rounds,
    double seconds,
    Optional<Path> data,
    int trainImages,
    int photos,
    List<String> models,
    List<Integer> batches,
    Optional<String> python,
    int boardTrials,
    int boardEpochs,
    Path scratch) {
  Settings {
    models = List.copyOf(models);
    batches = List.copyOf(batches);
  }
}
