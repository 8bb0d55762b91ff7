package podium.engine.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import podium.engine.audit.AuditedWorker.Needs;
import podium.engine.placement.Rules;
import podium.protocol.event.Event;
import podium.protocol.id.TrialId;
import podium.protocol.report.Outcome;

/**
 * Whether what is due is done: a scheduler that heard something does all that is due before it
 * hears the next. Confined to its auditor.
 */
final class DuesBook {
  /** Two ticks of the scheduler. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  /** Who has much to do hears others meanwhile; a decision takes no longer than that. */
  private static final Duration LONGEST_DECISION = Duration.ofMillis(1);

  private final Term term;
  private final WorkersBook workers;
  private final RequestsBook requests;
  private final Predicate<AuditedTrial> full;
  private final ReservationsBook reservations;

  /** What is to be done, and since which time of events; empty while it is not due. */
  private final Map<String, Supplier<Optional<Instant>>> due = new LinkedHashMap<>();

  /** Trials that wait, by what they need. */
  private final Map<Kind, Set<AuditedTrial>> waiting = new HashMap<>();

  private final Map<TrialId, Kind> kinds = new HashMap<>();

  /** Kinds of trials that could be placed, and since when. */
  private Map<Kind, Instant> idle = new HashMap<>();

  /** When something was heard last: all that was due then is done. */
  private Instant turn = Instant.EPOCH;

  private Instant looked = Instant.EPOCH;

  /** Decisions since nothing was due any more. */
  private long decisions;

  private record Kind(Needs needs, String home) {}

  /**
   * Nothing is due yet.
   *
   * @param full whether a trial's experiment, or its owner, may have no further slot
   */
  DuesBook(
      Term term,
      WorkersBook workers,
      RequestsBook requests,
      Predicate<AuditedTrial> full,
      ReservationsBook reservations) {
    this.reservations = reservations;
    this.term = term;
    this.workers = workers;
    this.requests = requests;
    this.full = full;
  }

  /** That is to be done at once. */
  void owe(String what) {
    Optional<Instant> now = Optional.of(term.time);
    due.putIfAbsent(what, () -> now);
  }

  /** That is to be done when it is due. */
  void owe(String what, Supplier<Optional<Instant>> since) {
    due.putIfAbsent(what, since);
  }

  void done(String what) {
    due.remove(what);
  }

  void waits(AuditedTrial trial) {
    leaves(trial);
    Kind kind = new Kind(trial.needs, trial.home());
    kinds.put(trial.id, kind);
    waiting.computeIfAbsent(kind, it -> new LinkedHashSet<>()).add(trial);
  }

  void leaves(AuditedTrial trial) {
    Optional.ofNullable(kinds.remove(trial.id))
        .ifPresent(
            kind -> {
              idle.remove(kind);
              Set<AuditedTrial> alike = waiting.getOrDefault(kind, Set.of());
              alike.remove(trial);
              if (alike.isEmpty()) {
                waiting.remove(kind);
              }
            });
  }

  /** A term begins: what is due is done by it from its beginning on. */
  void begin() {
    decisions = 0;
    idle.clear();
    turn = Instant.EPOCH;
  }

  /** After a fact that follows from state and time alone. */
  void decided() {
    decisions++;
  }

  /** Before a fact is taken that something other than time and the state brought about. */
  void heard(Findings findings) {
    if (requests.owes()) {
      owe("the fact that the change of the requests topic lost requests");
    }
    late(findings);
    // why: before the first word of a term nothing was placed in it yet
    if (turn.isAfter(Instant.EPOCH)) {
      look(findings);
    }
    turn = term.time;
  }

  private void late(Findings findings) {
    List<String> late = new ArrayList<>();
    boolean quiet = true;
    for (Map.Entry<String, Supplier<Optional<Instant>>> owed : due.entrySet()) {
      Optional<Instant> since =
          owed.getValue().get().map(it -> it.isAfter(term.since) ? it : term.since);
      quiet &= since.filter(it -> !it.isAfter(term.time)).isEmpty();
      if (since.filter(this::late).isPresent()) {
        findings.breaks(Invariant.DUE_WAS_DONE, "%s is due since %s", owed.getKey(), since.get());
        late.add(owed.getKey());
      }
    }
    late.forEach(due::remove);
    decisions = quiet ? 0 : decisions;
  }

  private boolean late(Instant since) {
    Duration working = LONGEST_DECISION.multipliedBy(decisions);
    return term.time.isAfter(since.plus(PATIENCE).plus(working));
  }

  // why: a look costs kinds of trials times workers, so it is done once in a while only
  private void look(Findings findings) {
    // why: a rule that this version does not know may leave a slot idle for a reason
    if (!term.time.isAfter(looked.plus(PATIENCE))
        || Rules.named(term.settings.placement()).isEmpty()) {
      return;
    }
    looked = term.time;
    Map<Kind, Instant> now = new HashMap<>();
    waiting.forEach(
        (kind, trials) -> {
          if (isDue(kind, trials)) {
            now.put(kind, Optional.ofNullable(idle.get(kind)).orElse(turn));
          }
        });
    idle = now;
    idle.entrySet().stream()
        .filter(kind -> kind.getValue().isBefore(turn) && late(kind.getValue()))
        .toList()
        .forEach(
            kind -> {
              findings.breaks(
                  Invariant.DUE_WAS_DONE,
                  "a trial that needs %s is to be placed or begun anew since %s",
                  kind.getKey(),
                  kind.getValue());
              idle.put(kind.getKey(), term.time);
            });
  }

  /** Whether one of these could be placed, or is bound to a worker that does not come. */
  private boolean isDue(Kind kind, Set<AuditedTrial> trials) {
    List<AuditedWorker> fit =
        workers.all().stream()
            .filter(worker -> kind.home().isEmpty() || worker.home.equals(kind.home()))
            .filter(worker -> worker.serves(kind.needs()))
            .toList();
    if (fit.isEmpty() && !kind.home().isEmpty()) {
      return trials.stream().anyMatch(trial -> waitedOut(trial, kind.home()));
    }
    boolean free =
        fit.stream()
            .anyMatch(
                it -> it.takesTrials() && it.hasFreeSlotsFor(kind.needs(), reservations.of(it)));
    return trials.stream()
        .filter(trial -> wanted(trial) && !full.test(trial) && !trial.notBefore.isAfter(turn))
        .anyMatch(trial -> free || reservations.isReady(trial));
  }

  private boolean waitedOut(AuditedTrial trial, String home) {
    Instant from = trial.waitsSince.isAfter(term.claim) ? trial.waitsSince : term.claim;
    for (AuditedWorker worker : workers.all()) {
      from = worker.home.equals(home) && worker.since.isAfter(from) ? worker.since : from;
    }
    return wanted(trial) && !from.plus(term.settings.checkpointWait()).isAfter(turn);
  }

  private static boolean wanted(AuditedTrial trial) {
    return !trial.cancelled() && trial.pause.isEmpty() && trial.told.isEmpty();
  }

  /** Whether a fact follows from state and time alone. */
  static boolean isDecision(Event event) {
    return switch (event) {
      case Event.TrialPlaced ignored -> true;
      case Event.TrialSuggested ignored -> true;
      case Event.TrialRequeued ignored -> true;
      case Event.TrialPaused ignored -> true;
      case Event.TrialPromoted ignored -> true;
      case Event.TrialRestarted ignored -> true;
      case Event.TrialEnded ignored -> true;
      case Event.SchedulerStarted ignored -> true;
      case Event.ReignBegun ignored -> true;
      case Event.SchedulerStoodDown ignored -> true;
      case Event.SnapshotTaken ignored -> true;
      case Event.WorkerForgotten ignored -> true;
      case Event.AttemptReadopted ignored -> true;
      // why: that nothing was heard of an attempt, or what it must not say, was heard of it
      case Event.AttemptEnded ended ->
          ended.sequence() == 0
              && ended.outcome() != Outcome.NOT_BEGUN
              && ended.outcome() != Outcome.FAILED_CODE;
      case Event.PreemptionOrdered ignored -> true;
      case Event.SlotsReserved ignored -> true;
      case Event.SlotQuarantined ignored -> true;
      case Event.SlotProbed ignored -> true;
      case Event.StopOrdered ordered -> ordered.why() != Outcome.HUNG;
      case Event.RequestsLost lost -> !lost.replaced().isEmpty();
      case Event.ExperimentAccepted ignored -> false;
      case Event.RequestRejected ignored -> false;
      case Event.RequestDuplicate ignored -> false;
      case Event.CancelAccepted ignored -> false;
      case Event.RequestAccepted ignored -> false;
      case Event.WorkerRegistered ignored -> false;
      case Event.WorkerSuspected ignored -> false;
      case Event.WorkerRecovered ignored -> false;
      case Event.WorkerLost ignored -> false;
      case Event.WorkerLeaving ignored -> false;
      case Event.WorkerLeft ignored -> false;
      case Event.SlotFreed ignored -> false;
      case Event.TrialStarted ignored -> false;
      case Event.EpochCompleted ignored -> false;
      case Event.ReportFenced ignored -> false;
    };
  }
}
