package podium.engine.state;

import java.util.Comparator;
import java.util.Optional;
import java.util.TreeSet;

/** Trials of one owner that need the same of slots: the first of each group of them, in order. */
final class Line {
  final Shape shape;
  final TreeSet<Trial> firsts;

  /** The one that could have free slots: the first, unless it stands back. */
  private Optional<Trial> offered = Optional.empty();

  Line(Shape shape, Comparator<Trial> order) {
    this.shape = shape;
    this.firsts = new TreeSet<>(order);
  }

  Optional<Trial> first() {
    return firsts.isEmpty() ? Optional.empty() : Optional.of(firsts.first());
  }

  Optional<Trial> offered() {
    return offered;
  }

  void offer(Optional<Trial> now) {
    offered = now;
  }
}
