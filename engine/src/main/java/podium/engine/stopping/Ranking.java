package podium.engine.stopping;

import java.util.OptionalDouble;

/** The figures of all trials of an experiment that reached an epoch, as far as is known. */
public interface Ranking {
  /** How many reached it. */
  int size();

  /** The place of one of them, from 1: the greater figure first, then the smaller number. */
  int place(int trial);

  /** The median of the others' figures; nothing where there are none. */
  OptionalDouble medianWithout(int trial);
}
