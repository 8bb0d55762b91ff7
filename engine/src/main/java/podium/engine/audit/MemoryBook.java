package podium.engine.audit;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import podium.engine.audit.AuditedTrial.Place;
import podium.protocol.event.Event;
import podium.protocol.report.Outcome;

/**
 * How many images at a time attempts compute, and how many were too many for the memory of a kind
 * of device, by an account of its own. Confined to its auditor.
 */
final class MemoryBook {
  private static final int KEPT = 1000;

  private final WorkersBook workers;

  /** The fewest that were too many; those that failed last come last. */
  private final Map<Kind, Integer> tooMany = new LinkedHashMap<>();

  private record Kind(Parts.Shape shape, String device) {}

  MemoryBook(WorkersBook workers) {
    this.workers = workers;
  }

  /** Whether an attempt is told as many images at a time as its trial is to compute there. */
  void place(AuditedTrial trial, Event.TrialPlaced placed, AuditedWorker leading, Findings to) {
    Kind kind = new Kind(trial.parts.shape(), leading.device(placed.lead().slot()));
    boolean fresh = !trial.parts.begun() || !trial.hasOwnCheckpoint();
    int images =
        trial.parts.next(fresh ? Optional.ofNullable(tooMany.get(kind)) : Optional.empty());
    int told = placed.microBatch().orElse(trial.parts.byRecipe());
    to.require(
        told == images && placed.microBatch().isPresent() == images < trial.parts.byRecipe(),
        Invariant.SHRUNK_FOR_MEMORY,
        "attempt %d of %s computes %d images at a time, and is to compute %d",
        placed.attempt(),
        trial.id,
        told,
        images);
    trial.parts.place(told);
  }

  /** An epoch is done with so many. */
  void works(AuditedTrial trial) {
    kind(trial)
        .ifPresent(
            kind ->
                tooMany.computeIfPresent(
                    kind, (same, images) -> images <= trial.parts.now() ? null : images));
  }

  /** Whether the trial goes on with fewer at a time after such an end of its attempt. */
  boolean ended(AuditedTrial trial, Outcome outcome, boolean hopeless) {
    if (outcome != Outcome.FAILED_OOM) {
      return false;
    }
    kind(trial)
        .ifPresent(
            kind -> {
              Integer before = tooMany.remove(kind);
              int now = trial.parts.now();
              tooMany.put(kind, before == null ? now : Math.min(before, now));
              if (tooMany.size() > KEPT) {
                tooMany.remove(tooMany.keySet().iterator().next());
              }
            });
    return !hopeless && trial.parts.shrink();
  }

  private Optional<Kind> kind(AuditedTrial trial) {
    Optional<Place> place = trial.place;
    return place.flatMap(
        it ->
            workers
                .named(it.worker())
                .filter(worker -> worker.has(it.slots().getFirst()))
                .map(
                    worker -> new Kind(trial.parts.shape(), worker.device(it.slots().getFirst()))));
  }
}
