package podium.engine.study;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import podium.engine.decide.Dues;
import podium.engine.log.LogCursor;
import podium.engine.log.Reading;
import podium.engine.state.Fold;
import podium.engine.state.SchedulerState;
import podium.protocol.Text;
import podium.protocol.event.Entry;
import podium.protocol.event.Event;

/**
 * Decides a recorded log again, entry by entry, each time from the log as it stands before it and
 * by the log's own settings. Nothing of it is carried on: behind a difference the log's own entry
 * counts. Not thread-safe.
 */
public final class SelfReplay {
  // why: a scheduler with 2,000 entries on their way puts off what is due, and gives up its term
  // when one of them is not read back within a minute
  private static final int FEW = 1_000;
  private static final Duration ON_THEIR_WAY = Duration.ofMinutes(2);

  private final LogCursor cursor = new LogCursor();
  private final SchedulerState state = new SchedulerState();
  private final SortedMap<String, Count> counts = new TreeMap<>();
  private final SortedMap<String, Long> told = new TreeMap<>();
  private final Deque<Instant> lately = new ArrayDeque<>();
  private Optional<Entry> before = Optional.empty();
  private Optional<Difference> first = Optional.empty();
  private Optional<Reading.NotUnderstood> unknown = Optional.empty();
  private long entries;
  private long voided;
  private long leftUndone;

  /**
   * How many decisions of a type there are.
   *
   * @param reproduced of them
   */
  public record Count(long decisions, long reproduced) {
    private Count plus(boolean equal) {
      return new Count(decisions + 1, reproduced + (equal ? 1 : 0));
    }
  }

  /**
   * Where the log says something else than what is decided now.
   *
   * @param logged what stands there
   * @param decided none where nothing is decided there now
   * @param leftUndone whether what is decided was due already before something else was written
   */
  public record Difference(long offset, Event logged, Optional<Event> decided, boolean leftUndone) {
    /** In a sentence. */
    public String told() {
      String now = decided.map(Object::toString).orElse("nothing");
      return leftUndone
          ? Text.of("offset %d: the log says %s, but this was due before: %s", offset, logged, now)
          : Text.of("offset %d: the log says %s; decided now: %s", offset, logged, now);
    }
  }

  /** Takes the next record of a log, from its first one on. */
  public void take(long offset, byte[] record) {
    switch (cursor.read(offset, record)) {
      case Reading.Counted counted -> {
        entries++;
        if (unknown.isEmpty()) {
          take(offset, counted.entry());
        }
      }
      case Reading.NotUnderstood newer -> {
        entries++;
        unknown = unknown.or(() -> Optional.of(newer));
      }
      case Reading.Voided ignored -> voided++;
    }
  }

  private void take(long offset, Entry entry) {
    Event event = entry.event();
    switch (DecidedAgain.of(state, entry)) {
      case DecidedAgain.Decision decision -> {
        if (!decision.byTime()) {
          checkNothingWasDue(offset, entry);
        }
        boolean equal = decision.event().filter(event::equals).isPresent();
        Count soFar = counts.getOrDefault(event.type(), new Count(0, 0));
        counts.put(event.type(), soFar.plus(equal));
        if (!equal) {
          differs(new Difference(offset, event, decision.event(), false));
        }
      }
      case DecidedAgain.Told ignored -> {
        checkNothingWasDue(offset, entry);
        told.merge(event.type(), 1L, Long::sum);
      }
    }
    Fold.apply(state, entry);
    remember(entry);
  }

  private void differs(Difference difference) {
    first = first.or(() -> Optional.of(difference));
  }

  /** What an entry left to be done is done before the scheduler listens again. */
  private void checkNothingWasDue(long offset, Entry entry) {
    before
        .filter(last -> last.term() == entry.term() && last.index() > 0)
        .filter(last -> !(isSilence(last.event()) && isSilence(entry.event())))
        .filter(last -> lately.size() < FEW)
        .flatMap(last -> Dues.due(state, last.time()))
        .ifPresent(
            due -> {
              leftUndone++;
              differs(new Difference(offset, entry.event(), Optional.of(due), true));
            });
  }

  // why: a scheduler tells of all silent workers before it does what follows
  private static boolean isSilence(Event event) {
    return event instanceof Event.WorkerSuspected || event instanceof Event.WorkerLost;
  }

  private void remember(Entry entry) {
    if (before.filter(last -> last.term() == entry.term()).isEmpty()) {
      lately.clear();
    }
    lately.addLast(entry.time());
    while (lately.getFirst().plus(ON_THEIR_WAY).isBefore(entry.time())) {
      lately.removeFirst();
    }
    before = Optional.of(entry);
  }

  /** Decisions by type of their fact. */
  public SortedMap<String, Count> counts() {
    return new TreeMap<>(counts);
  }

  /** Entries that say what the scheduler was told, by type: they are not decided again. */
  public SortedMap<String, Long> told() {
    return new TreeMap<>(told);
  }

  /** All decisions. */
  public Count total() {
    return counts.values().stream()
        .reduce(
            new Count(0, 0),
            (a, b) -> new Count(a.decisions + b.decisions, a.reproduced + b.reproduced));
  }

  /** The first entry that differs. */
  public Optional<Difference> first() {
    return first;
  }

  /** How often something was written although something else was due, for certain. */
  public long leftUndone() {
    return leftUndone;
  }

  /** The first record of a later version; nothing is decided again behind it. */
  public Optional<Reading.NotUnderstood> unknown() {
    return unknown;
  }

  /** How many entries count. */
  public long entries() {
    return entries;
  }

  /** How many records do not. */
  public long voided() {
    return voided;
  }

  /** Whether every decision of the log is decided so again. */
  public boolean isWhole() {
    return first.isEmpty() && unknown.isEmpty();
  }
}
