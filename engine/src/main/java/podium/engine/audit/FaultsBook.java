package podium.engine.audit;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import podium.protocol.event.Event;
import podium.protocol.event.Quarantine;
import podium.protocol.id.TrialId;
import podium.protocol.report.Outcome;

/** Whether slots are left out for a reason, and get nothing then. Confined to its auditor. */
final class FaultsBook {
  private final Term term;
  private final Map<Slot, Deque<Failed>> failed = new HashMap<>();
  private final Map<String, Map<String, Instant>> resting = new HashMap<>();
  private final Map<String, Set<String>> taken = new HashMap<>();
  private final Set<Slot> probed = new HashSet<>();

  private record Slot(String worker, String name) {}

  private record Failed(TrialId trial, Instant at) {}

  FaultsBook(Term term) {
    this.term = term;
  }

  /** An attempt ended. */
  void ended(AuditedTrial.Place on, TrialId trial, Outcome as) {
    on.slots().forEach(slot -> ended(new Slot(on.worker(), slot), trial, as));
  }

  private void ended(Slot slot, TrialId trial, Outcome as) {
    switch (as) {
      case FAILED_INFRASTRUCTURE, HUNG, NOT_BEGUN ->
          failed.computeIfAbsent(slot, it -> new ArrayDeque<>()).add(new Failed(trial, term.time));
      case SUCCEEDED, DIVERGED, TIMEOUT -> clear(slot);
      case FAILED_CODE, FAILED_OOM, LOST_WORKER, CANCELLED, PREEMPTED, STOPPED -> {}
    }
  }

  /** An epoch ended. */
  void works(AuditedTrial.Place on) {
    on.slots().stream()
        .map(slot -> new Slot(on.worker(), slot))
        .filter(probed::contains)
        .forEach(this::clear);
  }

  private void clear(Slot slot) {
    failed.remove(slot);
    of(slot.worker()).remove(slot.name());
    takenOf(slot.worker()).remove(slot.name());
    probed.remove(slot);
  }

  private Map<String, Instant> of(String worker) {
    return resting.computeIfAbsent(worker, name -> new HashMap<>());
  }

  /** The one set of a worker's slots that are left out, as it is at any time. */
  Set<String> resting(String worker) {
    return Collections.unmodifiableSet(of(worker).keySet());
  }

  private Set<String> takenOf(String worker) {
    return taken.computeIfAbsent(worker, name -> new HashSet<>());
  }

  /** The one set of those of them that are, since another worker has their GPU. */
  Set<String> taken(String worker) {
    return Collections.unmodifiableSet(takenOf(worker));
  }

  /** A slot is left out since another worker has its GPU; whether that is so, others judge. */
  void taken(Event.SlotQuarantined fact) {
    Slot slot = new Slot(fact.worker(), fact.slot());
    clear(slot);
    of(slot.worker()).put(slot.name(), term.time);
    takenOf(slot.worker()).add(slot.name());
  }

  /** It is used again. */
  void givenBack(Event.SlotProbed fact) {
    Slot slot = new Slot(fact.worker(), fact.slot());
    clear(slot);
    probed.add(slot);
  }

  void rests(Event.SlotQuarantined fact, Findings findings) {
    Slot slot = new Slot(fact.worker(), fact.slot());
    findings.require(
        !of(slot.worker()).containsKey(slot.name()) && isFaulty(slot),
        Invariant.LEFT_OUT_WITH_CAUSE,
        "slot %s of %s is left out, and too little failed on it",
        slot.name(),
        slot.worker());
    clear(slot);
    of(slot.worker()).put(slot.name(), term.time);
  }

  private boolean isFaulty(Slot slot) {
    Deque<Failed> all = failed.getOrDefault(slot, new ArrayDeque<>());
    if (probed.contains(slot) && !all.isEmpty()) {
      return true;
    }
    Quarantine when = term.settings.quarantine();
    if (when.attempts() == 0 || all.size() < when.attempts()) {
      return false;
    }
    Set<TrialId> trials = new HashSet<>();
    all.stream().skip(all.size() - (long) when.attempts()).forEach(it -> trials.add(it.trial()));
    Instant first =
        all.stream().skip(all.size() - (long) when.attempts()).findFirst().orElseThrow().at();
    return trials.size() >= when.trials()
        && !first.plus(when.within()).isBefore(all.getLast().at());
  }

  void probes(Event.SlotProbed fact, Findings findings) {
    Slot slot = new Slot(fact.worker(), fact.slot());
    Optional<Instant> since = Optional.ofNullable(of(slot.worker()).get(slot.name()));
    findings.require(
        since
            .filter(it -> !it.plus(term.settings.quarantine().probeAfter()).isAfter(term.time))
            .isPresent(),
        Invariant.LEFT_OUT_WITH_CAUSE,
        "slot %s of %s is tried again, and rests %s",
        slot.name(),
        slot.worker(),
        since.map(it -> "since " + it).orElse("not at all"));
    clear(slot);
    probed.add(slot);
  }

  /** People want slots used again. */
  void release(String worker, Optional<String> slot) {
    slot.map(Set::of)
        .orElseGet(() -> Set.copyOf(of(worker).keySet()))
        .forEach(name -> clear(new Slot(worker, name)));
  }

  /** Nothing is known of the worker any more. */
  void forget(String worker) {
    of(worker).clear();
    takenOf(worker).clear();
    failed.keySet().removeIf(slot -> slot.worker().equals(worker));
    probed.removeIf(slot -> slot.worker().equals(worker));
  }
}
