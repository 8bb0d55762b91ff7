package podium.engine.audit;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import podium.engine.audit.AuditedWorker.Life;
import podium.protocol.event.Event;
import podium.protocol.event.Reason;

/** Which workers are there. Confined to its auditor. */
final class WorkersBook {
  private final Map<String, AuditedWorker> workers = new HashMap<>();

  /** Incarnations that were replaced, and whose name they bore. */
  private final Map<String, String> replaced = new HashMap<>();

  /** Slots that people want nothing new on, by worker. */
  private final Map<String, Set<String>> drains = new HashMap<>();

  private final Term term;

  private final FaultsBook faults;

  WorkersBook(Term term, FaultsBook faults) {
    this.term = term;
    this.faults = faults;
  }

  Collection<AuditedWorker> all() {
    return workers.values();
  }

  Optional<AuditedWorker> of(String worker, String incarnation) {
    return Optional.ofNullable(workers.get(worker))
        .filter(it -> it.incarnation.equals(incarnation));
  }

  Optional<AuditedWorker> named(String worker) {
    return Optional.ofNullable(workers.get(worker));
  }

  /** Slots of all workers that are there. */
  long slots() {
    return workers.values().stream()
        .filter(worker -> worker.life != Life.GONE)
        .mapToLong(AuditedWorker::size)
        .sum();
  }

  /**
   * Takes the worker in, with free slots; gives it if it did.
   *
   * @param agrees whether it holds what it should, so that a second time tells nothing
   */
  Optional<AuditedWorker> register(
      Event.WorkerRegistered registered, boolean agrees, Findings findings) {
    AuditedWorker before = workers.get(registered.worker());
    if (!findings.fits(
        !replaced.containsKey(registered.incarnation()),
        Invariant.WORKERS_LIVE_ONCE,
        "incarnation %s of worker %s was replaced and registers again",
        registered.incarnation(),
        registered.worker())) {
      return Optional.empty();
    }
    findings.require(
        before == null || !before.there(registered.incarnation()) || !agrees,
        Invariant.WORKERS_LIVE_ONCE,
        "worker %s is registered under %s already, with all that it holds",
        registered.worker(),
        registered.incarnation());
    if (before != null && !before.incarnation.equals(registered.incarnation())) {
      replaced.put(before.incarnation, before.name);
    }
    AuditedWorker worker = new AuditedWorker(registered, term.time);
    worker.drained = drained(registered.worker());
    worker.resting = faults.resting(registered.worker());
    worker.taken = faults.taken(registered.worker());
    workers.put(registered.worker(), worker);
    return Optional.of(worker);
  }

  void suspected(Event.WorkerSuspected suspected, Findings findings) {
    known(suspected.worker(), suspected.incarnation(), findings)
        .filter(
            worker ->
                findings.fits(
                    worker.life == Life.ALIVE,
                    Invariant.WORKERS_LIVE_ONCE,
                    "worker %s is suspected, and is %s",
                    worker.name,
                    worker.life))
        .ifPresent(
            worker -> {
              worker.life = Life.SUSPECT;
              silent(worker, suspected.silence(), term.settings.suspectAfter(), findings);
            });
  }

  void recovered(Event.WorkerRecovered recovered, Findings findings) {
    known(recovered.worker(), recovered.incarnation(), findings)
        .filter(
            worker ->
                findings.fits(
                    worker.life == Life.SUSPECT,
                    Invariant.WORKERS_LIVE_ONCE,
                    "worker %s is heard again, and was not suspected",
                    worker.name))
        .ifPresent(
            worker -> {
              worker.life = Life.ALIVE;
              worker.aliveSince = term.time;
            });
  }

  void leaving(Event.WorkerLeaving leaving, Findings findings) {
    known(leaving.worker(), leaving.incarnation(), findings)
        .ifPresent(
            worker -> {
              findings.require(
                  !worker.leaves,
                  Invariant.WORKERS_LIVE_ONCE,
                  "worker %s is about to stop, and said so before",
                  worker.name);
              worker.leaves = true;
            });
  }

  void freed(Event.SlotFreed freed, Findings findings) {
    known(freed.worker(), freed.incarnation(), findings)
        .filter(
            worker ->
                findings.fits(
                    worker.isStuck(freed.slot()),
                    Invariant.FREED_IF_STUCK,
                    "on %s of worker %s is %s",
                    freed.slot(),
                    worker.name,
                    worker.on(freed.slot()).map(it -> it.trial().value()).orElse("nobody")))
        .ifPresent(worker -> worker.free(freed.slot()));
  }

  /** Gives whether it was there. */
  boolean lost(Event.WorkerLost lost, Findings findings) {
    if (lost.reason() instanceof Reason.Silent(Duration silence)) {
      of(lost.worker(), lost.incarnation())
          .ifPresent(worker -> silent(worker, silence, term.settings.lostAfter(), findings));
    }
    return gone(lost.worker(), lost.incarnation(), findings);
  }

  /** The worker is there no more; gives whether it was. */
  boolean gone(String worker, String incarnation, Findings findings) {
    Optional<AuditedWorker> known = known(worker, incarnation, findings);
    known.ifPresent(
        it -> {
          it.life = Life.GONE;
          it.since = term.time;
          it.clear();
        });
    return known.isPresent();
  }

  void forgotten(Event.WorkerForgotten forgotten, Findings findings) {
    Optional<AuditedWorker> known = of(forgotten.worker(), forgotten.incarnation());
    if (findings.fits(
        known.filter(worker -> worker.life == Life.GONE).isPresent(),
        Invariant.NAMES_KNOWN,
        "no worker %s is gone under incarnation %s",
        forgotten.worker(),
        forgotten.incarnation())) {
      findings.require(
          !known.orElseThrow().since.plus(term.settings.forgetAfter()).isAfter(term.time),
          Invariant.WORKERS_LIVE_ONCE,
          "worker %s is forgotten, and is gone only since %s",
          forgotten.worker(),
          known.orElseThrow().since);
      workers.remove(forgotten.worker());
      faults.forget(forgotten.worker());
      replaced.values().removeIf(forgotten.worker()::equals);
    }
  }

  /** People want nothing new on a worker, or on that slot of it. */
  void drain(String worker, Optional<String> slot) {
    drained(worker).add(slot.orElse(AuditedWorker.WHOLE));
  }

  /** They end that. */
  void undrain(String worker, Optional<String> slot) {
    slot.ifPresentOrElse(drained(worker)::remove, drained(worker)::clear);
  }

  /** The one set of a name, whoever bears it. */
  private Set<String> drained(String worker) {
    return drains.computeIfAbsent(worker, name -> new HashSet<>());
  }

  private static void silent(
      AuditedWorker worker, Duration silence, Duration patience, Findings findings) {
    findings.require(
        silence.compareTo(patience) >= 0,
        Invariant.WORKERS_LIVE_ONCE,
        "worker %s was silent for %d ms only; the settings say %d ms",
        worker.name,
        silence.toMillis(),
        patience.toMillis());
  }

  private Optional<AuditedWorker> known(String worker, String incarnation, Findings findings) {
    Optional<AuditedWorker> known =
        Optional.ofNullable(workers.get(worker)).filter(it -> it.there(incarnation));
    findings.fits(
        known.isPresent(),
        Invariant.NAMES_KNOWN,
        "no worker %s is there under incarnation %s",
        worker,
        incarnation);
    return known;
  }
}
