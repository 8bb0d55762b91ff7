package podium.engine.forecast;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import podium.engine.placement.Work;

/**
 * Lives through arrivals and ends as production does: whoever comes first by the rule gets what is
 * free, and keeps it to its end. For a job of several slots that comes first, what it could have is
 * held back until they are free together. Not thread-safe.
 */
public final class Ahead {
  private final Comparator<? super Work> order;
  private final Owners owners;
  private final Collection<Line> lines;

  /** Those for which their owners' bounds keep room. */
  private final List<Line> bounded;

  private final int[] free;
  private final boolean[] heldBack;
  private final PriorityQueue<Job> ends =
      new PriorityQueue<>(Comparator.comparingDouble(Job::end).thenComparingLong(Work::accepted));
  private double now;
  private int left;

  /**
   * A beginning.
   *
   * @param lines that jobs stand in
   * @param free slots of each pool
   */
  public Ahead(
      Comparator<? super Work> order, Owners owners, Collection<Line> lines, List<Integer> free) {
    this.order = order;
    this.owners = owners;
    this.lines = List.copyOf(lines);
    this.bounded = lines.stream().filter(line -> line.ofOwner().keepsRoom(line.slots())).toList();
    this.free = free.stream().mapToInt(Integer::intValue).toArray();
    this.heldBack = new boolean[this.free.length];
    this.left = free.stream().mapToInt(Integer::intValue).sum();
    owners.reset();
    lines.forEach(Line::clear);
  }

  /**
   * Goes on until nothing happens any more; then each job knows when it began and ended.
   *
   * @param running who has slots
   * @param coming who wants some, by arrival
   */
  public void run(List<Job> running, List<Job> coming) {
    running.forEach(job -> begins(job, 0));
    int arrived = 0;
    while (true) {
      for (; arrived < coming.size() && coming.get(arrived).arrival() <= now; arrived++) {
        coming.get(arrived).line().add(coming.get(arrived));
      }
      place();
      double arrival = arrived < coming.size() ? coming.get(arrived).arrival() : Job.NEVER;
      double end = ends.isEmpty() ? Job.NEVER : ends.element().end();
      now = Math.min(arrival, end);
      if (now == Job.NEVER) {
        return;
      }
      owners.goOn(now);
      while (!ends.isEmpty() && ends.element().end() <= now) {
        end(ends.remove());
      }
    }
  }

  private void end(Job job) {
    job.line().count(-job.slots());
    owners.add(job.owner(), -job.slots());
    if (job.pool >= 0) {
      free[job.pool] += job.slots();
      left += job.slots();
    }
  }

  private void begins(Job job, double at) {
    job.begins(at);
    if (job.end() < Job.NEVER) {
      ends.add(job);
    }
  }

  private void place() {
    Arrays.fill(heldBack, false);
    Optional<Line> next = left > 0 ? next() : Optional.empty();
    while (next.isPresent()) {
      Line line = next.orElseThrow();
      int pool = free(line);
      if (pool < 0) {
        for (int one : line.pools()) {
          heldBack[one] = true;
        }
      } else {
        start(line, pool);
      }
      next = left > 0 ? next() : Optional.empty();
    }
  }

  /** Whose first job comes first of those that slots are there for, or are to be held back for. */
  private Optional<Line> next() {
    keepRoom();
    Optional<Line> best = Optional.empty();
    for (Line line : lines) {
      if (!line.isEmpty() && line.mayHave(order) && isNext(line)) {
        Optional<Line> before = best;
        best =
            before
                .filter(it -> order.compare(it.first(), line.first()) <= 0)
                .or(() -> Optional.of(line));
      }
    }
    return best;
  }

  /** As the state does: for the first job of several slots of each owner who has a bound. */
  private void keepRoom() {
    for (Line line : bounded) {
      line.ofOwner().wide = Optional.empty();
    }
    for (Line line : bounded) {
      Optional<Job> before = line.ofOwner().wide;
      if (line.isWide() && before.filter(it -> order.compare(it, line.first()) <= 0).isEmpty()) {
        line.ofOwner().wide = Optional.of(line.first());
      }
    }
  }

  private boolean isNext(Line line) {
    return free(line) >= 0 || (line.slots() > 1 && waitsAnywhere(line));
  }

  private boolean waitsAnywhere(Line line) {
    for (int pool : line.pools()) {
      if (!heldBack[pool]) {
        return true;
      }
    }
    return false;
  }

  /** The first pool that has slots for them; negative where none has. */
  private int free(Line line) {
    for (int pool : line.pools()) {
      if (free[pool] >= line.slots() && !heldBack[pool]) {
        return pool;
      }
    }
    return -1;
  }

  private void start(Line line, int pool) {
    Job job = line.first();
    line.removeFirst();
    line.count(job.slots());
    owners.add(job.owner(), job.slots());
    job.pool = pool;
    free[pool] -= job.slots();
    left -= job.slots();
    begins(job, now);
  }
}
