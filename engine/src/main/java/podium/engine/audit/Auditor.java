package podium.engine.audit;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import podium.engine.audit.AuditedTrial.Phase;
import podium.engine.log.Reading;
import podium.protocol.event.Entry;
import podium.protocol.event.Event;
import podium.protocol.id.ExperimentId;
import podium.protocol.request.Action;

/**
 * Judges a log, record by record, by {@link Invariant}s. It keeps a fold of its own, so that a
 * mistake of the one that decides does not hide itself. Behind a record that this version does not
 * know it only counts, since it cannot know what that one changed. Not thread-safe.
 */
public final class Auditor {
  private final Term term = new Term();
  private final RequestsBook requests = new RequestsBook();
  private final FaultsBook faults = new FaultsBook(term);
  private final WorkersBook workers = new WorkersBook(term, faults);
  private final TrialsBook trials = new TrialsBook(term);
  private final LengthsBook lengths = new LengthsBook();
  private final RoomBook room = new RoomBook(term, workers, trials);
  private final ReservationsBook reservations =
      new ReservationsBook(term, workers, trials, lengths, room);
  private final MemoryBook memory = new MemoryBook(workers);
  private final Placements placements =
      new Placements(term, workers, trials, reservations, room, memory);
  private final Clocks clocks = new Clocks(term, workers);
  private final HoldingsBook holds = new HoldingsBook(term, workers, trials, clocks, reservations);
  private final DuesBook dues =
      new DuesBook(term, workers, requests, room::standsBack, reservations);
  private final GpusBook gpus = new GpusBook(workers, faults, dues);
  private final StandingsBook standings = new StandingsBook(trials, dues);
  private final Reports reports =
      new Reports(term, workers, trials, clocks, standings, faults, lengths, memory);
  private final ForecastsBook forecasts = new ForecastsBook(term);
  private final Endings endings = new Endings(term, trials, holds, standings);
  private final Wishes wishes = new Wishes(term, trials, workers, holds, standings, faults);
  private long entries;
  private long voided;
  private long notUnderstood;
  private long violations;
  private boolean overcommitted;

  /** Takes the next record; gives what is wrong with it. */
  public List<Violation> take(Reading reading) {
    return switch (reading) {
      case Reading.Counted counted -> {
        entries++;
        Findings findings = new Findings(counted.offset());
        if (notUnderstood == 0) {
          judge(counted.entry(), findings);
        }
        violations += findings.all().size();
        yield findings.all();
      }
      case Reading.NotUnderstood ignored -> {
        notUnderstood++;
        yield List.of();
      }
      case Reading.Voided ignored -> {
        voided++;
        yield List.of();
      }
    };
  }

  /** Records that count and that were understood. */
  public long entries() {
    return entries;
  }

  /** Records that do not count. */
  public long voided() {
    return voided;
  }

  /** Records that count and that this version does not know. */
  public long notUnderstood() {
    return notUnderstood;
  }

  /** What was found so far. */
  public long violations() {
    return violations;
  }

  private void judge(Entry entry, Findings findings) {
    try {
      term.take(entry, findings);
      if (DuesBook.isDecision(entry.event())) {
        dues.decided();
      } else {
        dues.heard(findings);
      }
      take(entry.event(), findings);
      room.look();
      reservations.look();
    } catch (RuntimeException e) {
      // why: a record that says nonsense must not end the audit of all the others
      findings.breaks(Invariant.VALUES_FIT, "%s: %s", entry.event().type(), e);
    }
  }

  private void take(Event event, Findings findings) {
    switch (event) {
      case Event.SchedulerStarted it -> {
        term.follow(it.settings());
        requests.follow(it.requestsTopic());
        dues.begin();
      }
      case Event.ReignBegun it -> term.begun(it, findings);
      case Event.SchedulerStoodDown ignored -> {}
      case Event.SnapshotTaken ignored -> {}
      case Event.ExperimentAccepted it -> accept(it, findings);
      case Event.TrialSuggested it ->
          trials
              .suggest(it, findings)
              .ifPresent(
                  trial -> {
                    dues.done(suggestionOf(it.experiment()));
                    waits(trial);
                  });
      case Event.RequestRejected it -> requests.first(it.source(), findings);
      case Event.RequestDuplicate it -> {
        if (requests.first(it.source(), findings)) {
          requests.duplicate(it, findings);
        }
      }
      case Event.RequestsLost it -> requests.lost(it, findings);
      case Event.CancelAccepted it -> cancel(it, findings);
      case Event.RequestAccepted it -> wish(it, findings);
      case Event.WorkerRegistered it -> {
        reservations.registered(it.worker());
        held(holds.register(it, findings), findings);
      }
      case Event.WorkerSuspected it -> workers.suspected(it, findings);
      case Event.WorkerRecovered it -> workers.recovered(it, findings);
      case Event.WorkerLost it -> held(holds.lost(it, findings), findings);
      case Event.WorkerLeaving it -> workers.leaving(it, findings);
      case Event.WorkerLeft it -> held(holds.left(it, findings), findings);
      case Event.WorkerForgotten it -> workers.forgotten(it, findings);
      case Event.SlotFreed it -> workers.freed(it, findings);
      case Event.SlotQuarantined it -> gpus.leftOut(it, findings);
      case Event.SlotProbed it -> gpus.tried(it, findings);
      case Event.AttemptReadopted it -> holds.readopted(it, findings).ifPresent(this::owe);
      case Event.StopOrdered it -> holds.ordered(it, findings).ifPresent(this::owe);
      case Event.PreemptionOrdered it -> holds.preempted(it, findings).ifPresent(this::owe);
      case Event.SlotsReserved it -> reservations.reserve(it, findings);
      case Event.TrialPlaced it -> {
        it.grants().forEach(grant -> gpus.placed(grant, findings));
        placements.place(it, findings).ifPresent(this::placed);
        overcommit(findings);
      }
      case Event.TrialStarted it -> reports.started(it, findings).ifPresent(this::owe);
      case Event.EpochCompleted it ->
          reports
              .epoch(it, findings)
              .ifPresent(
                  trial -> {
                    forecasts.epoch(trial);
                    owe(trial);
                  });
      case Event.AttemptEnded it -> end(it, findings);
      case Event.TrialRequeued it -> requeue(it, findings);
      case Event.TrialPaused it ->
          wishes
              .paused(it, endings, findings)
              .ifPresent(
                  trial -> {
                    leaves(trial);
                    dues.done(outcomeOf(trial));
                    standings.look(trial);
                  });
      case Event.TrialPromoted it -> standings.promoted(it, term, findings).ifPresent(this::asked);
      case Event.TrialRestarted it -> placements.restart(it, findings).ifPresent(this::waits);
      case Event.TrialEnded it ->
          endings
              .end(it, findings)
              .ifPresent(
                  trial -> {
                    leaves(trial);
                    dues.done(outcomeOf(trial));
                  });
      case Event.ReportFenced it -> reports.fenced(it, findings);
    }
  }

  private void waits(AuditedTrial trial) {
    dues.waits(trial);
    room.waits(trial);
  }

  private void leaves(AuditedTrial trial) {
    dues.leaves(trial);
    room.leaves(trial);
  }

  private void placed(AuditedTrial trial) {
    reservations.left(trial.id);
    leaves(trial);
    if (trials.isLastOfASearch(trial)) {
      ExperimentId id = trial.id.experiment();
      Optional<Instant> since = Optional.of(term.time);
      dues.owe(
          suggestionOf(id),
          () -> trial.cancelled() || trials.isHeld(id) ? Optional.empty() : since);
    }
  }

  private void accept(Event.ExperimentAccepted it, Findings findings) {
    if (requests.first(it.source(), findings)) {
      standings.accept(it);
      List<AuditedTrial> accepted = trials.accept(it, findings);
      accepted.forEach(this::waits);
      if (!accepted.isEmpty()) {
        forecasts.accept(it, accepted, findings);
        requests.owned(it.spec().key(), it.experiment().value(), findings);
      }
    }
  }

  private void cancel(Event.CancelAccepted it, Findings findings) {
    if (!requests.first(it.source(), findings)) {
      return;
    }
    requests.owned(it.key(), it.target(), findings);
    endings.cancel(it, findings).forEach(this::asked);
  }

  private void wish(Event.RequestAccepted it, Findings findings) {
    if (requests.first(it.source(), findings)) {
      requests.owned(it.key(), it.action().target(), findings);
      wishes.take(it, findings).forEach(this::asked);
      if (it.action() instanceof Action.Change change && change.priority().isPresent()) {
        it.trials().forEach(reservations::left);
      }
      if (it.action() instanceof Action.Change change) {
        change.epochSeconds().stream()
            .flatMap(most -> it.experiments().stream().map(id -> trials.limitEpochs(id, most)))
            .forEach(all -> all.forEach(this::owe));
      }
    }
  }

  /** Something is asked of a trial, and may be due at once. */
  private void asked(AuditedTrial trial) {
    boolean waits = trial.phase == Phase.WAITING;
    if (waits) {
      reservations.left(trial.id);
      trials.heeded(trial.id);
    }
    if (trial.cancelled()
        ? waits || trial.phase == Phase.PAUSED
        : waits && (trial.pause.isPresent() || trial.toHold().isPresent())) {
      dues.owe(outcomeOf(trial));
    } else if (waits) {
      dues.done(outcomeOf(trial));
      waits(trial);
    }
    standings.look(trial);
    owe(trial);
  }

  private void end(Event.AttemptEnded it, Findings findings) {
    reports
        .ended(it, findings)
        .ifPresent(
            trial -> {
              owe(trial);
              dues.owe(outcomeOf(trial));
            });
  }

  private void requeue(Event.TrialRequeued it, Findings findings) {
    endings
        .requeue(it, findings)
        .ifPresent(
            trial -> {
              dues.done(outcomeOf(trial));
              waits(trial);
            });
  }

  private void held(List<AuditedTrial> held, Findings findings) {
    held.forEach(this::owe);
    overcommit(findings);
  }

  /** What may be due of an attempt as it is now. */
  private void owe(AuditedTrial trial) {
    String end = "the end of the attempt of " + trial.id + ", of which nobody tells";
    String readoption = "that the attempt of " + trial.id + " goes on";
    String way = "that the attempt of " + trial.id + " is to make way";
    String stop = "that the attempt of " + trial.id + " is to stop";
    dues.done(end);
    dues.done(readoption);
    dues.done(stop);
    dues.done(way);
    if (trial.phase != Phase.PLACED) {
      return;
    }
    if (trial.yields) {
      dues.owe(way);
    } else if (trial.inFavourOf.isPresent()) {
      dues.owe(way, () -> clocks.wayDue(trial));
    }
    if (trial.returned) {
      dues.owe(readoption);
    } else if (trial.adrift() || trial.forsaken.isPresent() || trial.stop.isPresent()) {
      dues.owe(end, () -> clocks.endDue(trial));
    } else if (trial.epochSeconds > 0 && trial.started()) {
      dues.owe(stop, () -> clocks.timeoutDue(trial));
    }
  }

  private void overcommit(Findings findings) {
    long slots = workers.slots();
    boolean before = overcommitted;
    overcommitted = trials.running() > slots;
    findings.require(
        before || !overcommitted,
        Invariant.RUNNING_WITHIN_SLOTS,
        "attempts have %d slots of %d",
        trials.running(),
        slots);
  }

  private static String suggestionOf(ExperimentId experiment) {
    return "the next trial of the search " + experiment;
  }

  private static String outcomeOf(AuditedTrial trial) {
    return "what becomes of " + trial.id;
  }
}
