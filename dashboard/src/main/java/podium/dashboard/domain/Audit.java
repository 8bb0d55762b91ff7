package podium.dashboard.domain;

import java.util.List;
import java.util.stream.Stream;
import podium.engine.audit.Violation;

/**
 * What the running audit of the log found. Immutable.
 *
 * @param offset of the next record to judge
 * @param total violations so far
 * @param violations the latest of them, in the log's order
 */
public record Audit(long offset, long total, List<Row> violations) {
  /** Before the first record. */
  public static final Audit NONE = new Audit(0, 0, List.of());

  private static final int MOST = 100;

  /** A violation as people are shown it. */
  public record Row(
      long offset, String invariant, String meaning, boolean withoutEffect, String what) {
    private static Row of(Violation violation) {
      return new Row(
          violation.offset(),
          violation.invariant().name(),
          violation.invariant().meaning(),
          violation.withoutEffect(),
          violation.what());
    }
  }

  public Audit {
    violations = List.copyOf(violations);
  }

  /** Violations that are not listed, as there are too many. */
  public long earlier() {
    return total - violations.size();
  }

  /** With what was found up to the next record to judge. */
  public Audit and(long next, List<Violation> found) {
    if (found.isEmpty()) {
      return new Audit(next, total, violations);
    }
    List<Row> all = Stream.concat(violations.stream(), found.stream().map(Row::of)).toList();
    return new Audit(
        next, total + found.size(), all.subList(Math.max(0, all.size() - MOST), all.size()));
  }
}
