package podium.engine.audit;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import podium.engine.audit.AuditedTrial.Phase;
import podium.protocol.event.Event;
import podium.protocol.event.Grant;
import podium.protocol.id.TrialId;

/** Whether slots are kept for whom they may be, and given to nobody else. */
final class ReservationsBook {
  private final Term term;
  private final WorkersBook workers;
  private final TrialsBook trials;
  private final LengthsBook lengths;
  private final RoomBook room;
  private Optional<Kept> kept = Optional.empty();

  private record Kept(
      AuditedTrial trial, String worker, String incarnation, Set<String> slots, Instant until) {
    boolean has(String ofWorker, String slot) {
      return worker.equals(ofWorker) && slots.contains(slot);
    }
  }

  ReservationsBook(
      Term term, WorkersBook workers, TrialsBook trials, LengthsBook lengths, RoomBook room) {
    this.room = room;
    this.term = term;
    this.workers = workers;
    this.trials = trials;
    this.lengths = lengths;
  }

  void reserve(Event.SlotsReserved fact, Findings findings) {
    trials.open(fact.trial(), findings).ifPresent(trial -> reserve(trial, fact, findings));
  }

  private void reserve(AuditedTrial trial, Event.SlotsReserved fact, Findings findings) {
    Grant lead = fact.lead();
    Optional<AuditedWorker> worker =
        workers.of(lead.worker(), lead.incarnation()).filter(AuditedWorker::takesTrials);
    List<String> slots = fact.grants().stream().map(Grant::slot).toList();
    boolean fits =
        findings.fits(
            trial.phase == Phase.WAITING
                && !trial.cancelled()
                && trial.pause.isEmpty()
                && !room.standsBack(trial),
            Invariant.RESERVED_FOR_WHO_WAITS,
            "slots are reserved for %s, which does not wait for any",
            trial.id);
    fits &=
        findings.fits(
            areTogether(trial, fact.grants())
                && worker.filter(it -> couldHave(trial, it, slots)).isPresent(),
            Invariant.RESERVED_FOR_WHO_WAITS,
            "%s needs %d slots of one worker, and these are reserved for it: %s",
            trial.id,
            trial.needs.slots(),
            fact.grants());
    if (fits) {
      findings.require(
          kept.filter(it -> it.trial().priority >= trial.priority).isEmpty(),
          Invariant.RESERVED_FOR_WHO_WAITS,
          "slots are reserved for %s while others are for one of no lower priority",
          trial.id);
      kept.ifPresent(it -> trials.heeded(it.trial().id));
      kept =
          Optional.of(
              new Kept(trial, lead.worker(), lead.incarnation(), Set.copyOf(slots), fact.until()));
    }
  }

  /** Whether those are as many as the trial needs, all of one worker. */
  static boolean areTogether(AuditedTrial trial, List<Grant> grants) {
    return grants.size() == trial.needs.slots()
        && grants.stream().map(Grant::slot).distinct().count() == grants.size()
        && grants.stream().map(Grant::worker).distinct().count() == 1
        && grants.stream().map(Grant::incarnation).distinct().count() == 1;
  }

  private static boolean couldHave(AuditedTrial trial, AuditedWorker worker, List<String> slots) {
    return worker.takesTrials()
        && worker.offers(trial.needs)
        && (trial.home().isEmpty() || trial.home().equals(worker.home))
        && slots.stream().allMatch(slot -> worker.isOpen(slot) && trial.needs.device().suits(slot));
  }

  /** Whether the trial may have those slots. */
  void judge(AuditedTrial trial, List<Grant> grants, Findings findings) {
    kept.filter(it -> it.trial() != trial && it.trial().priority >= trial.priority)
        .filter(it -> grants.stream().anyMatch(grant -> it.has(grant.worker(), grant.slot())))
        .ifPresent(
            it ->
                findings.require(
                    lengths
                        .left(trial)
                        .filter(left -> !term.time.plus(left).isAfter(it.until()))
                        .isPresent(),
                    Invariant.RESERVED_IS_KEPT,
                    "%s gets slots that are reserved for %s until %s, and takes %s",
                    trial.id,
                    it.trial().id,
                    it.until(),
                    lengths.left(trial).map(Object::toString).orElse("nobody knows how long")));
  }

  /** Whether the slots are kept for that trial, and the other one is on one of them. */
  boolean isInTheWay(AuditedTrial trial, AuditedTrial of) {
    return kept.filter(it -> it.trial() == of)
        .flatMap(
            it ->
                trial.place.filter(
                    place -> place.slots().stream().anyMatch(s -> it.has(place.worker(), s))))
        .isPresent();
  }

  /** Slots of the worker that nobody but their trial need get. */
  Set<String> of(AuditedWorker worker) {
    return kept.filter(it -> it.worker().equals(worker.name)).map(Kept::slots).orElse(Set.of());
  }

  /** Whether the trial's slots are kept, and free with others of their worker. */
  boolean isReady(AuditedTrial trial) {
    return kept.filter(it -> it.trial() == trial)
        .flatMap(it -> workers.of(it.worker(), it.incarnation()))
        .filter(worker -> worker.hasFreeSlotsFor(trial.needs, Set.of()))
        .isPresent();
  }

  /** A worker registers: what it has free is known only by what it says now. */
  void registered(String worker) {
    endIf(it -> it.worker().equals(worker));
  }

  /** The trial waits no more, or begins to wait anew. */
  void left(TrialId trial) {
    endIf(it -> it.trial().id.equals(trial));
  }

  /** Slots that can be given no more to whom they are kept for are kept no longer. */
  void look() {
    endIf(
        it ->
            room.standsBack(it.trial())
                || workers
                    .of(it.worker(), it.incarnation())
                    .filter(worker -> couldHave(it.trial(), worker, List.copyOf(it.slots())))
                    .isEmpty());
  }

  private void endIf(Predicate<Kept> over) {
    kept.filter(over)
        .ifPresent(
            it -> {
              kept = Optional.empty();
              trials.heeded(it.trial().id);
            });
  }
}
