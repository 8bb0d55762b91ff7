package podium.engine.state;

import java.util.Arrays;
import java.util.OptionalDouble;
import podium.engine.stopping.Ranking;

/** Figures of trials in order, the greater one first, then the smaller number. Not thread-safe. */
final class Ranks implements Ranking {
  // why: as columns, since there may be many trials, each with many epochs
  private double[] figures = new double[4];
  private int[] numbers = new int[4];
  private int size;

  void add(int number, double figure) {
    int at = at(number, figure);
    if (size == figures.length) {
      figures = Arrays.copyOf(figures, 2 * size);
      numbers = Arrays.copyOf(numbers, 2 * size);
    }
    System.arraycopy(figures, at, figures, at + 1, size - at);
    System.arraycopy(numbers, at, numbers, at + 1, size - at);
    figures[at] = figure;
    numbers[at] = number;
    size++;
  }

  void remove(int number, double figure) {
    int at = at(number, figure);
    size--;
    System.arraycopy(figures, at + 1, figures, at, size - at);
    System.arraycopy(numbers, at + 1, numbers, at, size - at);
  }

  /** Where such a one is, or would be. */
  private int at(int number, double figure) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      boolean before =
          figures[middle] > figure || (figures[middle] == figure && numbers[middle] < number);
      low = before ? middle + 1 : low;
      high = before ? high : middle;
    }
    return low;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public int place(int trial) {
    for (int i = 0; i < size; i++) {
      if (numbers[i] == trial) {
        return i + 1;
      }
    }
    throw new IllegalArgumentException("trial " + trial + " is not among them");
  }

  @Override
  public OptionalDouble medianWithout(int trial) {
    int own = place(trial) - 1;
    int others = size - 1;
    if (others == 0) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of((without(own, (others - 1) / 2) + without(own, others / 2)) / 2);
  }

  private double without(int own, int at) {
    return figures[at < own ? at : at + 1];
  }
}
