package podium.engine.state;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import podium.protocol.id.ExperimentId;

/**
 * The trials that wait, in a total order: priority, then acceptance, then number. Those that may
 * not be placed yet stand apart, by the time from which they may. A trial's priority, checkpoints
 * and times stand as long as it is in here: who changes them takes it out and puts it back.
 */
public final class TrialQueue {
  /** Priority, then acceptance, then number in the experiment. */
  public static final Comparator<Trial> ORDER =
      Comparator.<Trial>comparingInt(trial -> -trial.priority).thenComparing(Trial.BY_ACCEPTANCE);

  private final Supply supply;
  private final Shares shares;
  private final Demand ready;
  private final Bound bound;
  private final TreeSet<Trial> preempting = new TreeSet<>(ORDER);
  private final TreeSet<Trial> later =
      new TreeSet<>(
          Comparator.<Trial, Instant>comparing(trial -> trial.notBefore).thenComparing(ORDER));

  TrialQueue(Supply supply, Shares shares) {
    this.supply = supply;
    this.shares = shares;
    this.ready = new Demand(supply, shares, ORDER);
    this.bound = new Bound(supply);
  }

  void add(Trial trial, Instant now) {
    Shape shape = Shape.of(trial);
    if (trial.notBefore.isAfter(now)) {
      later.add(trial);
    } else {
      ready.add(trial, shape);
    }
    if (!shape.home().isEmpty()) {
      bound.add(trial, shape);
    }
    if (trial.experiment.spec().preempt()) {
      preempting.add(trial);
    }
  }

  void remove(Trial trial) {
    Shape shape = Shape.of(trial);
    boolean waited = later.remove(trial) || ready.remove(trial, shape);
    preempting.remove(trial);
    if (waited && !shape.home().isEmpty()) {
      bound.remove(trial, shape);
    }
  }

  /** Time went on: what had to wait until now takes its place in the order. */
  void ripen(Instant now) {
    while (!later.isEmpty() && !later.first().notBefore.isAfter(now)) {
      Trial trial = later.removeFirst();
      ready.add(trial, Shape.of(trial));
    }
  }

  /** How many slots the experiment may have, or has, changed. */
  void refresh(Experiment experiment) {
    ready.refresh(experiment);
  }

  /** How many slots the owner may have beside those that it has changed. */
  void refreshOwner(String owner) {
    ready.refreshOwner(owner);
  }

  /** The same of all of them. */
  void refreshAll(Function<ExperimentId, Experiment> named) {
    ready.refreshAll(named);
  }

  /** The first in order that may be placed at that time and that there is a free slot for. */
  public Optional<Trial> first(Instant now) {
    return Stream.concat(ready.firstOpen().stream(), ripe(now)).min(ORDER);
  }

  /**
   * Of those of which there is a free slot for and that may be placed at that time the first ones
   * of what is alike to any rule.
   */
  public Stream<Trial> heads(Instant now) {
    return Stream.concat(ready.fronts(shape -> supply.firstFree(shape).isPresent()), ripe(now));
  }

  /**
   * The first ones of what is alike to any rule that may be placed at that time, whether there is a
   * free slot or not, of such shapes.
   */
  public Stream<Trial> fronts(Instant now, Predicate<Shape> which) {
    return Stream.concat(
        ready.fronts(which), ripeAll(now).filter(trial -> which.test(Shape.of(trial))));
  }

  /**
   * Of those of such shapes that may be placed at that time the first in order of each owner's that
   * are of one shape, whether there is a free slot or not.
   */
  public Stream<Trial> firsts(Instant now, Predicate<Shape> which) {
    return Stream.concat(
        ready.firsts(which), ripeAll(now).filter(trial -> which.test(Shape.of(trial))));
  }

  private Stream<Trial> ripeAll(Instant now) {
    return later.stream()
        .takeWhile(trial -> !trial.notBefore.isAfter(now))
        .filter(trial -> !shares.isFull(trial.experiment) && before(trial).isEmpty());
  }

  /**
   * The trial before it that needs several slots together, and for which what their owner's limit
   * leaves is kept, if this one would take too much of that.
   */
  public Optional<Trial> before(Trial trial) {
    return ready.before(trial);
  }

  /**
   * Of those that go on from a checkpoint of a known home, and that no worker sees, the one that
   * waits longest for one.
   */
  public Optional<Trial> longestAway() {
    return bound.longestAway();
  }

  /** Since when a trial that is bound to a home waits for a worker, while there is none. */
  public Instant awaySince(Trial trial) {
    return bound.since(trial, Shape.of(trial));
  }

  /** Those that go on from a checkpoint of a known home, and so need a worker that sees it. */
  public Stream<Trial> bound() {
    return bound.all();
  }

  /** Those for which trials of lower priority make way, in order. */
  Stream<Trial> preempting() {
    return preempting.stream();
  }

  /** How many wait. */
  public int size() {
    return ready.size() + later.size();
  }

  /** Whether something that waits goes on only where the checkpoints of that home are seen. */
  boolean isBoundTo(String home) {
    return bound.has(home);
  }

  /** All that wait, in order. */
  public List<Trial> inOrder() {
    return Stream.concat(ready.all(), later.stream()).sorted(ORDER).toList();
  }

  private Stream<Trial> ripe(Instant now) {
    return supply.anyFree()
        ? ripeAll(now).filter(trial -> supply.firstFree(Shape.of(trial)).isPresent())
        : Stream.empty();
  }
}
