package podium.engine.state;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** How far the reports of a trial's attempts were counted, or fenced. Not thread-safe. */
final class Sequences {
  /** Who held each attempt, and the last sequence counted of it, by attempt - 1. */
  private final List<Reported> attempts;

  /** The last sequence fenced of whoever reported an attempt and did not hold it. */
  private final SortedMap<Stranger, Long> fenced;

  record Reported(String holder, long sequence) {}

  /** Somebody who says that it held an attempt. */
  record Stranger(int attempt, String holder) implements Comparable<Stranger> {
    private static final Comparator<Stranger> ORDER =
        Comparator.comparingInt(Stranger::attempt).thenComparing(Stranger::holder);

    @Override
    public int compareTo(Stranger other) {
      return ORDER.compare(this, other);
    }
  }

  Sequences(List<Reported> attempts, Map<Stranger, Long> fenced) {
    this.attempts = new ArrayList<>(attempts);
    this.fenced = new TreeMap<>(fenced);
  }

  /** Of a trial without an attempt. */
  Sequences() {
    this(List.of(), Map.of());
  }

  /** Last sequence counted or fenced of whoever says that it held the attempt. */
  long last(int attempt, String holder) {
    long counted = holder.equals(holder(attempt)) ? last(attempt) : 0;
    return fenced.isEmpty()
        ? counted
        : Math.max(counted, fenced.getOrDefault(new Stranger(attempt, holder), 0L));
  }

  /** Whether a report of whoever says that it held the attempt was fenced, and not counted. */
  boolean isFenced(int attempt, String holder, long sequence) {
    long counted = holder.equals(holder(attempt)) ? last(attempt) : 0;
    return sequence > counted && sequence <= fenced.getOrDefault(new Stranger(attempt, holder), 0L);
  }

  /** Last sequence counted of an attempt; 0 before its first. */
  long last(int attempt) {
    return known(attempt) ? attempts.get(attempt - 1).sequence() : 0;
  }

  String holder(int attempt) {
    return known(attempt) ? attempts.get(attempt - 1).holder() : "";
  }

  private boolean known(int attempt) {
    return attempt >= 1 && attempt <= attempts.size();
  }

  void begun(int attempt, String holder) {
    while (attempts.size() < attempt) {
      attempts.add(new Reported(holder, 0));
    }
  }

  void counted(int attempt, long sequence) {
    attempts.set(attempt - 1, new Reported(holder(attempt), Math.max(last(attempt), sequence)));
  }

  void fenced(int attempt, String holder, long sequence) {
    fenced.merge(new Stranger(attempt, holder), sequence, Math::max);
  }

  /** By attempt - 1. */
  List<Reported> attempts() {
    return Collections.unmodifiableList(attempts);
  }

  SortedMap<Stranger, Long> fenced() {
    return Collections.unmodifiableSortedMap(fenced);
  }
}
