package podium.engine.audit;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import podium.engine.audit.AuditedWorker.Life;
import podium.protocol.event.Event;
import podium.protocol.event.Grant;
import podium.protocol.event.Reason;

/** Whether no two workers train on one GPU. Confined to its auditor. */
final class GpusBook {
  private final WorkersBook workers;
  private final FaultsBook faults;
  private final DuesBook dues;

  GpusBook(WorkersBook workers, FaultsBook faults, DuesBook dues) {
    this.workers = workers;
    this.faults = faults;
    this.dues = dues;
  }

  /** A trial gets that slot. */
  void placed(Grant grant, Findings findings) {
    other(grant.worker(), grant.slot())
        .ifPresent(
            other ->
                findings.breaks(
                    Invariant.ONE_WORKER_A_GPU,
                    "%s of worker %s gets a trial, and worker %s has its GPU",
                    grant.slot(),
                    grant.worker(),
                    other.name));
  }

  /** A slot is left out. */
  void leftOut(Event.SlotQuarantined fact, Findings findings) {
    if (!(fact.reason() instanceof Reason.GpuTaken reason)) {
      faults.rests(fact, findings);
      return;
    }
    findings.require(
        gpu(fact.worker(), fact.slot()).filter(reason.gpu()::equals).isPresent()
            && !reason.worker().equals(fact.worker())
            && !faults.taken(fact.worker()).contains(fact.slot())
            && workers.named(reason.worker()).filter(it -> it.hasOpen(reason.gpu())).isPresent(),
        Invariant.ONE_WORKER_A_GPU,
        "slot %s of %s is left out, and worker %s has not got its GPU %s",
        fact.slot(),
        fact.worker(),
        reason.worker(),
        reason.gpu());
    faults.taken(fact);
    dues.owe(use(fact.worker(), fact.slot()), () -> over(fact.worker(), fact.slot()));
  }

  private static String use(String worker, String slot) {
    return "slot %s of %s, whose GPU is nobody else's, is to be used again".formatted(slot, worker);
  }

  /** Since when at the latest nobody else has the GPU of a slot that was taken, if so it is. */
  private Optional<Instant> over(String worker, String slot) {
    boolean waits =
        faults.taken(worker).contains(slot)
            && workers.named(worker).filter(it -> it.life != Life.GONE && it.has(slot)).isPresent()
            && other(worker, slot).isEmpty();
    return waits
        ? workers.all().stream().map(it -> it.since).max(Comparator.naturalOrder())
        : Optional.empty();
  }

  /** A slot that was left out is tried. */
  void tried(Event.SlotProbed fact, Findings findings) {
    if (!faults.taken(fact.worker()).contains(fact.slot())) {
      faults.probes(fact, findings);
      return;
    }
    other(fact.worker(), fact.slot())
        .ifPresent(
            other ->
                findings.breaks(
                    Invariant.ONE_WORKER_A_GPU,
                    "slot %s of %s is used again, and worker %s has its GPU",
                    fact.slot(),
                    fact.worker(),
                    other.name));
    faults.givenBack(fact);
    dues.done(use(fact.worker(), fact.slot()));
  }

  /** Another worker that has the GPU of a slot. */
  private Optional<AuditedWorker> other(String worker, String slot) {
    return gpu(worker, slot)
        .flatMap(
            gpu ->
                workers.all().stream()
                    .filter(it -> !it.name.equals(worker) && it.hasOpen(gpu))
                    .findFirst());
  }

  private Optional<String> gpu(String worker, String slot) {
    return workers.named(worker).flatMap(it -> it.gpu(slot));
  }
}
