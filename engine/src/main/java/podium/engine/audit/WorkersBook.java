package podium.engine.audit;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import podium.engine.audit.AuditedWorker.Life;
import podium.protocol.event.Event;
import podium.protocol.event.Reason;

/** Which workers are there. Confined to its auditor. */
final class WorkersBook {
  private final Map<String, AuditedWorker> workers = new HashMap<>();
  private final Set<String> replaced = new HashSet<>();
  private final Term term;

  WorkersBook(Term term) {
    this.term = term;
  }

  Collection<AuditedWorker> all() {
    return workers.values();
  }

  Optional<AuditedWorker> of(String worker, String incarnation) {
    return Optional.ofNullable(workers.get(worker))
        .filter(it -> it.incarnation.equals(incarnation));
  }

  /** Slots of all workers that are there. */
  long slots() {
    return workers.values().stream()
        .filter(worker -> worker.life != Life.GONE)
        .mapToLong(AuditedWorker::size)
        .sum();
  }

  /** Takes the worker in; gives the trials whose attempts lost their holder by it. */
  List<String> register(Event.WorkerRegistered registered, Findings findings) {
    AuditedWorker before = workers.get(registered.worker());
    boolean there = before != null && before.there(registered.incarnation());
    boolean fits =
        findings.fits(
                !replaced.contains(registered.incarnation()),
                Invariant.WORKERS_LIVE_ONCE,
                "incarnation %s of worker %s was replaced and registers again",
                registered.incarnation(),
                registered.worker())
            && findings.fits(
                !there,
                Invariant.WORKERS_LIVE_ONCE,
                "worker %s is registered under %s already",
                registered.worker(),
                registered.incarnation());
    if (!fits) {
      return List.of();
    }
    if (before != null && !before.incarnation.equals(registered.incarnation())) {
      replaced.add(before.incarnation);
    }
    workers.put(registered.worker(), new AuditedWorker(registered, term.time));
    return before == null ? List.of() : before.clear();
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
              silent(worker, suspected.silence(), term.policy.suspectAfter(), findings);
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
        .ifPresent(worker -> worker.life = Life.ALIVE);
  }

  List<String> lost(Event.WorkerLost lost, Findings findings) {
    if (lost.reason() instanceof Reason.Silent(Duration silence)) {
      of(lost.worker(), lost.incarnation())
          .ifPresent(worker -> silent(worker, silence, term.policy.lostAfter(), findings));
    }
    return gone(lost.worker(), lost.incarnation(), findings);
  }

  /** The worker is there no more; gives the trials whose attempts lost their holder by it. */
  List<String> gone(String worker, String incarnation, Findings findings) {
    Optional<AuditedWorker> known = known(worker, incarnation, findings);
    known.ifPresent(
        it -> {
          it.life = Life.GONE;
          it.since = term.time;
        });
    return known.map(AuditedWorker::clear).orElse(List.of());
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
