package podium.engine.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import podium.engine.Given;
import podium.engine.log.Reading;
import podium.protocol.event.Entry;
import podium.protocol.event.Event;

/** A log that can be spoilt, and what an auditor says of it. */
final class Ledger {
  private record Fact(Instant time, Event event) {}

  private final List<Fact> facts = new ArrayList<>();
  private int leftOut = -1;

  private Ledger() {}

  /** What was folded so far. */
  static Ledger of(Given given) {
    Ledger ledger = new Ledger();
    for (int i = 0; i < given.events.size(); i++) {
      ledger.facts.add(new Fact(given.times.get(i), given.events.get(i)));
    }
    return ledger;
  }

  /** One more fact, so long after the last one. */
  Ledger add(Duration later, Event event) {
    facts.add(new Fact(facts.getLast().time().plus(later), event));
    return this;
  }

  Ledger add(Event event) {
    return add(Duration.ZERO, event);
  }

  /** An index is left out before the last fact. */
  Ledger leaveOut() {
    leftOut = facts.size() - 1;
    return this;
  }

  /** Changes the n-th fact of a type, from 0. */
  <T extends Event> Ledger change(Class<T> type, int n, UnaryOperator<T> change) {
    int at = place(type::isInstance, n);
    facts.set(at, new Fact(facts.get(at).time(), change.apply(type.cast(facts.get(at).event()))));
    return this;
  }

  /** Takes the n-th fact of a type away, from 0. */
  Ledger remove(Class<? extends Event> type, int n) {
    facts.remove(place(type::isInstance, n));
    return this;
  }

  private int place(Predicate<Event> sought, int n) {
    return IntStream.range(0, facts.size())
        .filter(i -> sought.test(facts.get(i).event()))
        .skip(n)
        .findFirst()
        .orElseThrow();
  }

  /** What an auditor finds. */
  List<Violation> violations() {
    Auditor auditor = new Auditor();
    List<Violation> all = new ArrayList<>();
    long term = 0;
    long index = 0;
    for (int i = 0; i < facts.size(); i++) {
      Fact fact = facts.get(i);
      boolean claims = fact.event() instanceof Event.SchedulerStarted;
      term += claims || term == 0 ? 1 : 0;
      index = claims ? 0 : index + (i == leftOut ? 2 : 1);
      all.addAll(
          auditor.take(
              new Reading.Counted(
                  i,
                  Entry.of(
                      term,
                      term == 1 ? "log" : "log-" + term,
                      index,
                      "",
                      fact.time(),
                      fact.event()))));
    }
    return all;
  }
}
