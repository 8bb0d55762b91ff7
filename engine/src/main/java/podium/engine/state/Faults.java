package podium.engine.state;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import podium.protocol.event.Quarantine;
import podium.protocol.id.TrialId;
import podium.protocol.report.Outcome;

/**
 * Slots that are left out: attempts fail on them by no fault of theirs, or another worker has their
 * GPU.
 */
final class Faults {
  private static final Set<Outcome> OF_SLOTS =
      Set.of(Outcome.FAILED_INFRASTRUCTURE, Outcome.HUNG, Outcome.NOT_BEGUN);

  private static final Set<Outcome> OF_TRIALS =
      Set.of(Outcome.SUCCEEDED, Outcome.DIVERGED, Outcome.TIMEOUT);

  private final NavigableMap<FaultySlot.Name, FaultySlot> slots = new TreeMap<>();

  /** Slots that are left out, by since when. */
  private final TreeSet<FaultySlot> resting =
      new TreeSet<>(
          Comparator.<FaultySlot, Instant>comparing(it -> it.restingSince().orElseThrow())
              .thenComparing(FaultySlot::name));

  private final SortedSet<FaultySlot.Name> suspects = new TreeSet<>();

  private final SortedSet<FaultySlot.Name> taken = new TreeSet<>();

  /** An attempt on a slot ended. */
  void ended(FaultySlot.Name name, FaultySlot.Failed as, Quarantine when) {
    if (when.attempts() > 0 && OF_SLOTS.contains(as.outcome())) {
      FaultySlot before = slots.getOrDefault(name, FaultySlot.fresh(name));
      List<FaultySlot.Failed> last = new ArrayList<>(before.last());
      last.add(as);
      FaultySlot slot =
          before.with(last.subList(Math.max(0, last.size() - when.attempts()), last.size()));
      put(slot);
      if (isFaulty(slot, when)) {
        suspects.add(name);
      }
    } else if (OF_TRIALS.contains(as.outcome())) {
      clear(name);
    }
  }

  /** Whether what was tried on a slot last failed so that it is to be left out. */
  private static boolean isFaulty(FaultySlot slot, Quarantine when) {
    List<FaultySlot.Failed> last = slot.last();
    Set<TrialId> trials = new HashSet<>();
    last.forEach(it -> trials.add(it.trial()));
    return slot.restingSince().isEmpty()
        && (slot.probed()
            || (last.size() >= when.attempts()
                && trials.size() >= when.trials()
                && !last.getFirst().at().plus(when.within()).isBefore(last.getLast().at())));
  }

  /** An epoch on a slot that was tried again shows that it works. */
  void works(FaultySlot.Name name) {
    if (Optional.ofNullable(slots.get(name)).filter(FaultySlot::probed).isPresent()) {
      clear(name);
    }
  }

  private void put(FaultySlot slot) {
    clear(slot.name());
    slots.put(slot.name(), slot);
    if (slot.restingSince().isPresent()) {
      resting.add(slot);
    }
    if (slot.taken()) {
      taken.add(slot.name());
    }
  }

  /** Nothing is held against it any more. */
  void clear(FaultySlot.Name name) {
    Optional.ofNullable(slots.remove(name))
        .filter(it -> it.restingSince().isPresent())
        .ifPresent(resting::remove);
    suspects.remove(name);
    taken.remove(name);
  }

  /** It gets nothing more from now on. */
  void rest(FaultySlot.Name name, Instant since, boolean forItsGpu) {
    put(slots.getOrDefault(name, FaultySlot.fresh(name)).resting(since, forItsGpu));
  }

  /** Whether it rests since another worker has its GPU. */
  boolean isTaken(FaultySlot.Name name) {
    return taken.contains(name);
  }

  /** Those that rest since another worker has their GPU. */
  Stream<FaultySlot.Name> taken() {
    return taken.stream();
  }

  /** Those of a worker that do. */
  SortedSet<String> taken(String worker) {
    SortedSet<String> names = new TreeSet<>();
    taken.stream()
        .filter(name -> name.worker().equals(worker))
        .forEach(name -> names.add(name.slot()));
    return names;
  }

  /** It gets one attempt. */
  void probe(FaultySlot.Name name) {
    put(FaultySlot.fresh(name).onProbe());
  }

  /** Nothing is known of a worker any more. */
  void forget(String worker) {
    List.copyOf(slots.keySet()).stream()
        .filter(name -> name.worker().equals(worker))
        .forEach(this::clear);
  }

  /** Those that are to be left out, and of which nobody has said so. */
  Stream<FaultySlot> suspects() {
    return suspects.stream().map(slots::get);
  }

  /** Those that are left out for what failed on them, since that time or earlier. */
  Stream<FaultySlot> restingSince(Instant latest) {
    return resting.stream()
        .takeWhile(it -> !it.restingSince().orElseThrow().isAfter(latest))
        .filter(it -> !it.taken());
  }

  /** Slots of a worker that are left out. */
  NavigableSet<String> resting(String worker) {
    NavigableSet<String> names = new TreeSet<>();
    resting.stream()
        .map(FaultySlot::name)
        .filter(name -> name.worker().equals(worker))
        .forEach(name -> names.add(name.slot()));
    return names;
  }

  List<FaultySlot> all() {
    return List.copyOf(slots.values());
  }

  /** As they were. */
  void restore(List<FaultySlot> all, Quarantine when) {
    all.forEach(
        slot -> {
          put(slot);
          if (slot.restingSince().isEmpty() && !slot.last().isEmpty() && isFaulty(slot, when)) {
            suspects.add(slot.name());
          }
        });
  }
}
