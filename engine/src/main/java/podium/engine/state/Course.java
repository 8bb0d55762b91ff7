package podium.engine.state;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/** What a trial came to by epochs. Not thread-safe. */
final class Course {
  /** Of an epoch without evaluation. */
  private static final double NONE = -1;

  private double[] accuracies = new double[4];
  private int epochs;

  private int passed;

  /** It is not judged at epochs up to this one. */
  int passed() {
    return passed;
  }

  /** It is not judged at epochs up to that one any more. */
  void pass(int epoch) {
    passed = Math.max(passed, epoch);
  }

  int epochs() {
    return epochs;
  }

  /** It has that many epochs from now on, those that are missing without evaluation. */
  void cut(int to) {
    while (epochs < to) {
      add(NONE);
    }
    epochs = to;
  }

  private void add(double accuracy) {
    if (epochs == accuracies.length) {
      accuracies = Arrays.copyOf(accuracies, 2 * epochs);
    }
    accuracies[epochs++] = accuracy;
  }

  /** The next epoch. */
  void add(OptionalDouble accuracy) {
    add(accuracy.orElse(NONE));
  }

  /** Whether any epoch up to that one was evaluated. */
  boolean evaluated(int to) {
    return best(to) != NONE;
  }

  /** The best accuracy of the epochs up to that one. */
  double best(int to) {
    double best = NONE;
    for (int i = 0; i < to; i++) {
      best = Math.max(best, accuracies[i]);
    }
    return best;
  }

  /** The mean accuracy of the epochs up to that one. */
  double mean(int to) {
    double sum = 0;
    int count = 0;
    for (int i = 0; i < to; i++) {
      if (accuracies[i] != NONE) {
        sum += accuracies[i];
        count++;
      }
    }
    return sum / count;
  }

  /** By epoch - 1; negative without evaluation. */
  List<Double> accuracies() {
    return Arrays.stream(accuracies, 0, epochs).boxed().toList();
  }

  void restore(List<Double> remembered) {
    remembered.forEach(this::add);
  }
}
