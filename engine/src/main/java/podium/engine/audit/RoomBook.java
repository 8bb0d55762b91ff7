package podium.engine.audit;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import podium.engine.audit.AuditedTrial.Phase;
import podium.protocol.event.DecisionSettings;

/** For whom the room is kept that owners' limits leave. Confined to its auditor. */
final class RoomBook {
  private static final Comparator<AuditedTrial> ORDER =
      Comparator.<AuditedTrial>comparingInt(trial -> -trial.priority)
          .thenComparingInt(trial -> trial.accepted)
          .thenComparingInt(trial -> trial.id.number());

  private final Term term;
  private final WorkersBook workers;
  private final TrialsBook trials;

  /** Trials that wait for several slots together, by owner. */
  private final Map<String, Set<AuditedTrial>> wide = new HashMap<>();

  /** The first of them for which only other trials stand in its way, as far as looked for. */
  private final Map<String, Optional<AuditedTrial>> firsts = new HashMap<>();

  /** Whoever waits for a time until then may be placed. */
  private Instant ripe = Instant.EPOCH;

  RoomBook(Term term, WorkersBook workers, TrialsBook trials) {
    this.term = term;
    this.workers = workers;
    this.trials = trials;
  }

  void waits(AuditedTrial trial) {
    if (trial.needs.slots() > 1) {
      wide.computeIfAbsent(trial.owner, owner -> new LinkedHashSet<>()).add(trial);
    }
  }

  void leaves(AuditedTrial trial) {
    wide.computeIfPresent(
        trial.owner,
        (owner, all) -> {
          all.remove(trial);
          return all.isEmpty() ? null : all;
        });
  }

  /** A fact was taken: all may be otherwise. */
  void look() {
    ripe = term.time;
    firsts.clear();
  }

  /** Whether limits leave it no slots, or what they leave is kept for another trial. */
  boolean standsBack(AuditedTrial trial) {
    return trials.isFull(trial) || before(trial).isPresent();
  }

  /** The trial for which its owner's room is kept, and which this one would leave too few. */
  Optional<AuditedTrial> before(AuditedTrial trial) {
    if (term.settings.rules() < DecisionSettings.WITH_ROOM_KEPT
        || term.settings.share(trial.owner).slots() == 0) {
      return Optional.empty();
    }
    return firsts
        .computeIfAbsent(trial.owner, this::first)
        .filter(first -> ORDER.compare(first, trial) < 0)
        .filter(first -> trials.isOwnerFull(trial, trial.needs.slots() + first.needs.slots()));
  }

  private Optional<AuditedTrial> first(String owner) {
    return wide.getOrDefault(owner, Set.of()).stream()
        .filter(this::isReady)
        .sorted(ORDER)
        .filter(this::couldBeHeld)
        .findFirst();
  }

  private boolean isReady(AuditedTrial trial) {
    return trial.phase == Phase.WAITING
        && !trial.cancelled()
        && trial.pause.isEmpty()
        && trial.toHold().isEmpty()
        && !trial.notBefore.isAfter(ripe)
        && trial.needs.slots() <= term.settings.share(trial.owner).slots()
        && !trials.isFullItself(trial);
  }

  private boolean couldBeHeld(AuditedTrial trial) {
    return workers.all().stream()
        .filter(worker -> trial.home().isEmpty() || trial.home().equals(worker.home))
        .anyMatch(worker -> worker.couldHold(trial.needs));
  }
}
