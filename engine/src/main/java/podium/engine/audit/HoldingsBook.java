package podium.engine.audit;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import podium.engine.audit.AuditedTrial.Phase;
import podium.engine.audit.AuditedTrial.Place;
import podium.protocol.event.Event;
import podium.protocol.event.Holding;
import podium.protocol.report.Outcome;

/** What becomes of attempts whose workers come, go and return. Confined to its auditor. */
final class HoldingsBook {
  private static final List<Outcome> ORDERED =
      List.of(Outcome.TIMEOUT, Outcome.HUNG, Outcome.PREEMPTED, Outcome.STOPPED);

  private final Term term;
  private final WorkersBook workers;
  private final TrialsBook trials;
  private final Clocks clocks;
  private final ReservationsBook reservations;

  HoldingsBook(
      Term term,
      WorkersBook workers,
      TrialsBook trials,
      Clocks clocks,
      ReservationsBook reservations) {
    this.reservations = reservations;
    this.term = term;
    this.workers = workers;
    this.trials = trials;
    this.clocks = clocks;
  }

  /** Gives the trials of which the worker said, or did not say, that it holds them. */
  List<AuditedTrial> register(Event.WorkerRegistered registered, Findings findings) {
    List<AuditedTrial> held = trials.heldBy(registered.worker());
    boolean agrees =
        held.stream()
            .allMatch(trial -> trial.sequence == 0 || holding(registered, trial).isPresent());
    Optional<AuditedWorker> worker = workers.register(registered, agrees, findings);
    if (worker.isEmpty()) {
      return List.of();
    }
    held.forEach(trial -> rejoin(trial, registered, worker.get()));
    registered.holds().stream()
        .filter(Holding::running)
        .forEach(
            it ->
                Stream.concat(Stream.of(it.slot()), it.beside().stream())
                    .forEach(slot -> worker.get().stick(slot, it.trial(), it.attempt())));
    return held;
  }

  private static Optional<Holding> holding(Event.WorkerRegistered worker, AuditedTrial trial) {
    return worker.holds().stream()
        .filter(it -> it.trial().equals(trial.id) && it.attempt() == trial.attempt)
        .findFirst();
  }

  private void rejoin(AuditedTrial trial, Event.WorkerRegistered said, AuditedWorker worker) {
    Place place = trial.place.orElseThrow();
    boolean sameProcess = place.incarnation().equals(said.incarnation());
    boolean held = holding(said, trial).filter(it -> sameProcess || !it.running()).isPresent();
    // why: an order may be on its way to a process that does not have it yet
    boolean kept = held || (sameProcess && trial.sequence == 0);
    trials.onSlot(trial, kept && sameProcess);
    if (!kept) {
      trial.forsake(Outcome.LOST_WORKER, term.time);
      return;
    }
    if (sameProcess) {
      place.slots().forEach(slot -> worker.take(slot, trial.id, trial.attempt));
    }
    trial.returned = trial.adrift();
  }

  /** Gives the trials that wait for the worker from now on, or end. */
  List<AuditedTrial> lost(Event.WorkerLost lost, Findings findings) {
    if (!workers.lost(lost, findings)) {
      return List.of();
    }
    List<AuditedTrial> held = trials.heldBy(lost.worker());
    for (AuditedTrial trial : held) {
      trials.onSlot(trial, false);
      trial.returned = false;
      trial.yields = false;
      if (trial.stop.isPresent()) {
        trial.forsake(Outcome.LOST_WORKER, term.time);
      } else {
        trial.adriftSince = Optional.of(term.time);
        trial.inFavourOf.ifPresent(trials::heeded);
      }
    }
    return held;
  }

  /** Gives the trials that end. */
  List<AuditedTrial> left(Event.WorkerLeft left, Findings findings) {
    if (!workers.gone(left.worker(), left.incarnation(), findings)) {
      return List.of();
    }
    List<AuditedTrial> held = trials.heldBy(left.worker());
    for (AuditedTrial trial : held) {
      trials.onSlot(trial, false);
      trial.forsake(Outcome.PREEMPTED, term.time);
    }
    return held;
  }

  /** Gives the trial, if it goes on. */
  Optional<AuditedTrial> readopted(Event.AttemptReadopted fact, Findings findings) {
    return Findings.step(
        trials.placed(fact.trial(), fact.attempt(), findings),
        trial ->
            findings.fits(
                trial.adrift(),
                Invariant.READOPTED_WHEN_BACK,
                "attempt %d of %s goes on, and its worker was not lost",
                trial.attempt,
                trial.id),
        trial -> {
          findings.require(
              trial.returned
                  && trial
                      .place
                      .filter(it -> it.worker().equals(fact.worker()))
                      .filter(it -> it.incarnation().equals(fact.incarnation()))
                      .isPresent(),
              Invariant.READOPTED_WHEN_BACK,
              "attempt %d of %s goes on with worker %s (%s), which did not say that it has it",
              trial.attempt,
              trial.id,
              fact.worker(),
              fact.incarnation());
          trial.adriftSince = Optional.empty();
          trial.returned = false;
          trial.epochSince = term.time;
          trial.makeWay(false);
        });
  }

  /** Gives the trial, if its attempt is to stop. */
  Optional<AuditedTrial> ordered(Event.StopOrdered fact, Findings findings) {
    return Findings.step(
        trials.placed(fact.trial(), fact.attempt(), findings),
        trial ->
            findings.fits(
                !trial.adrift() && ORDERED.contains(fact.why()),
                Invariant.STOPPED_WITH_CAUSE,
                "attempt %d of %s%s is to stop as %s",
                trial.attempt,
                trial.id,
                trial.adrift() ? ", whose worker is lost," : "",
                fact.why()),
        trial -> {
          boolean early =
              fact.why() == Outcome.TIMEOUT
                  && clocks.timeoutDue(trial).filter(it -> !it.isAfter(term.time)).isEmpty();
          boolean way = fact.why() == Outcome.PREEMPTED || fact.why() == Outcome.STOPPED;
          boolean with =
              way
                  ? (trial.yields
                          || clocks.wayDue(trial).filter(it -> !it.isAfter(term.time)).isPresent())
                      && trial.pruned() == (fact.why() == Outcome.STOPPED)
                  : trial.started() && trial.stop.isEmpty() && !early;
          findings.require(
              with,
              Invariant.STOPPED_WITH_CAUSE,
              "attempt %d of %s is to stop as %s, and %s",
              trial.attempt,
              trial.id,
              fact.why(),
              early ? "no limit of it is over" : "it has not begun, or need not stop");
          trial.stop(fact.why(), term.time);
        });
  }

  /** Gives the trial, if its attempt is to make way. */
  Optional<AuditedTrial> preempted(Event.PreemptionOrdered fact, Findings findings) {
    Optional<AuditedTrial> waits = trials.open(fact.inFavourOf(), findings);
    return Findings.step(
        trials.placed(fact.trial(), fact.attempt(), findings).filter(trial -> waits.isPresent()),
        trial ->
            findings.fits(
                !trial.adrift() && trial.stop.isEmpty() && trial.inFavourOf.isEmpty(),
                Invariant.PREEMPTED_FOR_HIGHER,
                "%s is to make way, and %s",
                trial.id,
                trial.adrift() ? "its worker is lost" : "does so already"),
        trial -> {
          AuditedTrial other = waits.orElseThrow();
          findings.require(
              other.phase == AuditedTrial.Phase.WAITING
                  && other.preempts
                  && other.priority > trial.priority + trial.preempted
                  && (other.needs.slots() == 1
                      ? !trials.isHeeded(other)
                      : reservations.isInTheWay(trial, other)),
              Invariant.PREEMPTED_FOR_HIGHER,
              "%s (priority %d, made way %d times) is to make way for %s (priority %d%s%s)",
              trial.id,
              trial.priority,
              trial.preempted,
              other.id,
              other.priority,
              other.preempts ? "" : ", which does not ask for that",
              other.phase == AuditedTrial.Phase.WAITING ? "" : ", which does not wait");
          trials.preempt(trial, other.id);
        });
  }

  /** Somebody no longer wants the trial. */
  void cancel(AuditedTrial trial) {
    trial.stop(Outcome.CANCELLED, term.time);
    if (trial.phase == Phase.PLACED && trial.adrift()) {
      trial.forsake(Outcome.CANCELLED, term.time);
    }
  }
}
