package podium.engine.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import podium.protocol.Text;

/** What was found at one offset. Confined to its auditor. */
final class Findings {
  private final List<Violation> found = new ArrayList<>();
  private final long offset;

  Findings(long offset) {
    this.offset = offset;
  }

  List<Violation> all() {
    return List.copyOf(found);
  }

  /** Something breaks an invariant and happened all the same. */
  void breaks(Invariant invariant, String what, Object... values) {
    found.add(new Violation(offset, invariant, false, Text.of(what, values)));
  }

  /** The same, unless it holds. */
  void require(boolean holds, Invariant invariant, String what, Object... values) {
    if (!holds) {
      breaks(invariant, what, values);
    }
  }

  /** Whether a fact can be in its state; where it cannot, it changes nothing. */
  boolean fits(boolean holds, Invariant invariant, String what, Object... values) {
    if (!holds) {
      found.add(new Violation(offset, invariant, true, Text.of(what, values)));
    }
    return holds;
  }

  /** Changes what a fact is about, if it is there and the fact can be in its state; gives it. */
  static <T> Optional<T> step(Optional<T> about, Predicate<T> fits, Consumer<T> change) {
    Optional<T> changed = about.filter(fits);
    changed.ifPresent(change);
    return changed;
  }
}
