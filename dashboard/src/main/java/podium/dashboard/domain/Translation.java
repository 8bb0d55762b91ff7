package podium.dashboard.domain;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import podium.dashboard.domain.Totals.Tally;
import podium.protocol.event.Event;
import podium.protocol.event.Grant;
import podium.protocol.event.Reason;
import podium.protocol.event.TrialEntry;
import podium.protocol.event.TrialStatus;
import podium.protocol.experiment.TrialSpec;
import podium.protocol.id.TrialId;
import podium.protocol.report.EpochResult;

/**
 * Event to row changes: pure. An event about something unknown, about an attempt that is not the
 * trial's last, or about what is over, changes nothing, and that is said.
 */
final class Translation {
  private final Rows rows;
  private final long offset;
  private final Instant time;
  private final OfRequests ofRequests;
  private final OfWorkers ofWorkers;

  Translation(Rows rows, long offset, Instant time) {
    this.rows = rows;
    this.offset = offset;
    this.time = time;
    this.ofRequests = new OfRequests(offset, time);
    this.ofWorkers = new OfWorkers(rows, offset, time);
  }

  /** What becomes of the rows; a reason instead where nothing can. */
  List<Change> of(Event event) {
    return switch (event) {
      case Event.SchedulerStarted started -> List.of();
      case Event.ReignBegun begun -> List.of();
      case Event.SchedulerStoodDown stoodDown -> List.of();
      case Event.SnapshotTaken taken -> List.of();
      case Event.WorkerForgotten forgotten -> List.of();
      case Event.ExperimentAccepted accepted -> accepted(accepted);
      case Event.TrialSuggested suggested -> suggested(suggested);
      case Event.RequestRejected rejected -> ofRequests.rejected(rejected);
      case Event.RequestDuplicate duplicate -> ofRequests.duplicate(duplicate);
      case Event.RequestsLost lost -> ofRequests.lost(lost);
      case Event.CancelAccepted it ->
          List.of(
              ofRequests.followed(
                  it.source(), it.key(), "cancel", it.target(), it.trials().size()));
      case Event.RequestAccepted asked -> asked(asked);
      case Event.WorkerRegistered registered -> ofWorkers.registered(registered);
      case Event.WorkerSuspected it ->
          ofWorkers.turn(it, it.worker(), it.incarnation(), OfWorkers.suspected(it));
      case Event.WorkerRecovered it ->
          ofWorkers.turn(
              it, it.worker(), it.incarnation(), new OfWorkers.Turn(WorkerRow.Status.ALIVE, ""));
      case Event.WorkerLost it ->
          ofWorkers.turn(
              it,
              it.worker(),
              it.incarnation(),
              new OfWorkers.Turn(WorkerRow.Status.LOST, it.reason().told()));
      case Event.WorkerLeaving it ->
          ofWorkers.turn(
              it,
              it.worker(),
              it.incarnation(),
              new OfWorkers.Turn(
                  WorkerRow.Status.ALIVE, "it is about to stop and gets nothing new"));
      case Event.WorkerLeft it ->
          ofWorkers.turn(
              it,
              it.worker(),
              it.incarnation(),
              new OfWorkers.Turn(WorkerRow.Status.LEFT, "it was stopped"));
      case Event.TrialPlaced placed -> placed(placed);
      case Event.AttemptReadopted back ->
          because(back, back.trial(), back.attempt(), "its worker is back and goes on with it");
      case Event.StopOrdered ordered ->
          because(
              ordered,
              ordered.trial(),
              ordered.attempt(),
              "told to stop; " + Reason.how(ordered.why(), ""));
      case Event.PreemptionOrdered ordered ->
          because(
              ordered,
              ordered.trial(),
              ordered.attempt(),
              "makes way for " + ordered.inFavourOf() + ", which has a higher priority");
      case Event.SlotQuarantined faulty ->
          ofWorkers.resting(
              faulty.worker(), slots -> slots.put(faulty.slot(), faulty.reason().told()));
      case Event.SlotProbed probed ->
          ofWorkers.resting(probed.worker(), slots -> slots.remove(probed.slot()));
      case Event.SlotsReserved reserved ->
          going(
              reserved,
              reserved.trial(),
              trial ->
                  List.of(
                      new Change.PutTrial(
                          trial.with(trial.row().standing().because(kept(reserved)), offset))));
      case Event.SlotFreed freed -> List.of();
      case Event.TrialStarted started -> started(started);
      case Event.EpochCompleted completed -> completed(completed);
      case Event.AttemptEnded ended -> attemptEnded(ended);
      case Event.TrialRequeued requeued -> requeued(requeued);
      case Event.TrialPaused paused ->
          going(
              paused,
              paused.trial(),
              trial -> moved(trial, trial.row().standing().paused(offset, paused.reason().told())));
      case Event.TrialPromoted promoted ->
          going(
              promoted,
              promoted.trial(),
              trial ->
                  moved(trial, trial.row().standing().requeued(offset, promoted.reason().told())));
      case Event.TrialRestarted restarted -> restarted(restarted);
      case Event.TrialEnded ended -> trialEnded(ended);
      case Event.ReportFenced fenced -> List.of(new Change.Count(Tally.FENCED_REPORT));
    };
  }

  private List<Change> accepted(Event.ExperimentAccepted event) {
    if (rows.experiment(event.experiment()).isPresent()) {
      return none(event, "experiment %s was accepted before".formatted(event.experiment()));
    }
    List<Change> changes = new ArrayList<>();
    int trials = event.trials().size();
    var spec = event.spec();
    changes.add(
        new Change.PutExperiment(
            new ExperimentRow(
                event.experiment(),
                spec.experiment(),
                spec.dataset(),
                spec.owner(),
                spec.priority(),
                spec.tags(),
                time,
                offset,
                trials,
                Counts.allQueued(trials),
                false,
                Optional.empty(),
                offset)));
    changes.add(new Change.AddSpec(event.experiment(), spec));
    int number = 0;
    for (TrialEntry entry : event.trials()) {
      if (rows.trial(entry.trial()).isPresent()) {
        return none(event, "trial %s was accepted before".formatted(entry.trial()));
      }
      number++;
      changes.addAll(waits(identity(event, entry, number)));
    }
    changes.add(new Change.Count(Tally.EXPERIMENT));
    changes.add(
        ofRequests.followed(
            event.source(), spec.key(), event.verb(), event.experiment().value(), trials));
    return changes;
  }

  /** A trial that is new. */
  private List<Change> waits(TrialIdentity identity) {
    Standing queued = Standing.queued(offset);
    TrialRow row = new TrialRow(identity, queued, Learning.NONE, TrialData.NONE, offset);
    return List.of(
        new Change.PutTrial(new Trial(row, List.of(), Optional.empty())),
        status(identity.trial(), queued, Optional.empty()));
  }

  private List<Change> suggested(Event.TrialSuggested event) {
    TrialEntry entry = event.trial();
    Optional<ExperimentRow> experiment = rows.experiment(event.experiment());
    Optional<TrialIdentity> first =
        rows.trial(event.experiment().trial(1)).map(trial -> trial.row().identity());
    if (experiment.isEmpty() || first.isEmpty() || rows.trial(entry.trial()).isPresent()) {
      return none(event, "trial %s cannot be added".formatted(entry.trial()));
    }
    List<Change> changes = new ArrayList<>(waits(first.get().next(entry)));
    changes.add(new Change.PutExperiment(experiment.get().grown(offset)));
    return changes;
  }

  private List<Change> asked(Event.RequestAccepted event) {
    List<Change> changes = new ArrayList<>(new Asked(rows, this, ofWorkers, offset).of(event));
    changes.add(
        ofRequests.followed(
            event.source(),
            event.key(),
            event.action().verb(),
            event.action().target(),
            event.trials().size()));
    return changes;
  }

  private TrialIdentity identity(Event.ExperimentAccepted event, TrialEntry entry, int number) {
    Map<String, Object> assignment = entry.assignment();
    TrialSpec spec = event.spec().trial(assignment);
    return new TrialIdentity(
        entry.trial(),
        event.experiment(),
        event.spec().experiment(),
        number,
        spec.model(),
        spec.dataset(),
        spec.seed(),
        spec.recipe().epochs(),
        assignment,
        entry.forkedFrom().map(from -> new TrialIdentity.Lineage(from.trial(), from.epoch())),
        time,
        offset);
  }

  private List<Change> placed(Event.TrialPlaced event) {
    return going(event, event.trial(), trial -> placed(event, trial));
  }

  private List<Change> placed(Event.TrialPlaced event, Trial known) {
    if (event.attempt() <= known.row().standing().attempts()) {
      return none(
          event, "attempt %d of %s was placed before".formatted(event.attempt(), event.trial()));
    }
    AttemptRow attempt =
        new AttemptRow(
            event.trial(),
            event.attempt(),
            event.lead().worker(),
            event.lead().incarnation(),
            names(event.grants()),
            event.microBatch(),
            time,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            offset,
            Optional.empty(),
            Optional.empty());
    Standing standing =
        known
            .row()
            .standing()
            .placed(
                offset,
                event.attempt(),
                event.lead().worker(),
                names(event.grants()),
                event.told());
    List<Change> changes = moved(known.with(attempt), standing);
    changes.add(new Change.PutAttempt(attempt));
    return changes;
  }

  private static String kept(Event.SlotsReserved reserved) {
    return "%s of %s are kept for it, until %s by what is known"
        .formatted(names(reserved.grants()), reserved.lead().worker(), reserved.until());
  }

  /** Slots of one worker, the one that leads first. */
  private static String names(List<Grant> slots) {
    return slots.stream().map(Grant::slot).collect(Collectors.joining(", "));
  }

  private List<Change> because(Event event, TrialId trial, int attempt, String why) {
    return held(
        event,
        trial,
        attempt,
        held ->
            List.of(new Change.PutTrial(held.with(held.row().standing().because(why), offset))));
  }

  private List<Change> started(Event.TrialStarted event) {
    return held(event, event.trial(), event.attempt(), trial -> started(event, trial));
  }

  private List<Change> started(Event.TrialStarted event, Trial held) {
    TrialRow row = held.row();
    AttemptRow attempt = held.attempt().orElseThrow().started(time, event.start(), offset);
    Optional<String> fingerprint =
        Optional.of(event.start().data().fingerprint()).filter(told -> !told.isEmpty());
    Optional<ExperimentRow> experiment = rows.experiment(row.identity().experiment());
    Trial trial =
        held.with(attempt)
            .with(row.standing().started(time), offset)
            .with(row.learning().started(event.start()), offset)
            .with(data(fingerprint, experiment), offset);
    List<Change> changes = new ArrayList<>();
    changes.add(new Change.PutTrial(trial));
    changes.add(new Change.PutAttempt(attempt));
    experiment
        .filter(known -> known.firstData().isEmpty() && fingerprint.isPresent())
        .map(known -> known.with(new FirstData(fingerprint.orElseThrow(), event.trial()), offset))
        .ifPresent(known -> changes.add(new Change.PutExperiment(known)));
    return changes;
  }

  private static TrialData data(Optional<String> fingerprint, Optional<ExperimentRow> experiment) {
    return new TrialData(
        fingerprint,
        experiment
            .flatMap(ExperimentRow::firstData)
            .filter(
                first -> fingerprint.filter(told -> !told.equals(first.fingerprint())).isPresent())
            .map(FirstData::trial));
  }

  private List<Change> completed(Event.EpochCompleted event) {
    return held(event, event.trial(), event.attempt(), trial -> completed(event, trial));
  }

  private List<Change> completed(Event.EpochCompleted event, Trial held) {
    EpochResult result = event.result();
    List<Mark> before = held.counting();
    if (before.stream()
        .anyMatch(mark -> mark.attempt() == event.attempt() && mark.epoch() >= result.epoch())) {
      return none(
          event,
          "attempt %d of %s had reported epoch %d or a later one"
              .formatted(event.attempt(), event.trial(), result.epoch()));
    }
    boolean supersedes = !before.isEmpty() && before.getLast().epoch() >= result.epoch();
    List<Mark> counting = new ArrayList<>(before);
    counting.removeIf(mark -> supersedes && mark.epoch() >= result.epoch());
    Mark mark = Mark.of(event.attempt(), result);
    Learning learning = held.row().learning();
    Learning kept = supersedes ? learning.over(counting) : learning;
    counting.add(mark);
    Trial trial = held.with(counting).with(kept.plus(mark).reported(result), offset);
    List<Change> changes = new ArrayList<>();
    changes.add(new Change.PutTrial(trial));
    changes.add(
        new Change.AddEpoch(
            new EpochRow(event.trial(), event.attempt(), time, result, offset, Optional.empty())));
    if (supersedes) {
      changes.add(new Change.Supersede(event.trial(), event.attempt(), result.epoch(), offset));
    }
    return changes;
  }

  private List<Change> attemptEnded(Event.AttemptEnded event) {
    return held(
        event,
        event.trial(),
        event.attempt(),
        trial -> {
          AttemptRow ended =
              trial.attempt().orElseThrow().ended(time, event.outcome(), event.message(), offset);
          return List.of(
              new Change.PutTrial(trial.with(ended).with(trial.row().standing(), offset)),
              new Change.PutAttempt(ended));
        });
  }

  private List<Change> requeued(Event.TrialRequeued event) {
    return going(
        event,
        event.trial(),
        trial -> moved(trial, trial.row().standing().requeued(offset, event.reason().told())));
  }

  /** Its epochs count until the next attempt brings them anew. */
  private List<Change> restarted(Event.TrialRestarted event) {
    return going(
        event,
        event.trial(),
        trial ->
            List.of(
                new Change.PutTrial(
                    trial.with(trial.row().standing().because(event.reason().told()), offset))));
  }

  private List<Change> trialEnded(Event.TrialEnded event) {
    return going(
        event,
        event.trial(),
        trial ->
            moved(
                trial,
                trial.row().standing().ended(offset, event.status(), time, event.reason().told())));
  }

  /** What the event does to a trial that is not over. */
  private List<Change> going(Event event, TrialId id, Function<Trial, List<Change>> does) {
    Optional<Trial> known = rows.trial(id);
    if (known.isEmpty()) {
      return none(event, "no trial %s is known".formatted(id));
    }
    TrialStatus status = known.get().row().standing().status();
    return status.ended()
        ? none(event, "trial %s had ended as %s".formatted(id, status))
        : does.apply(known.get());
  }

  /** What the event does to a trial whose last attempt is this one and still goes on. */
  private List<Change> held(
      Event event, TrialId id, int attempt, Function<Trial, List<Change>> does) {
    Optional<Trial> known = rows.trial(id);
    if (known.isEmpty()) {
      return none(event, "no trial %s is known".formatted(id));
    }
    if (!known.get().holds(attempt)) {
      return none(event, "attempt %d is not the last one of %s".formatted(attempt, id));
    }
    return known.get().attempt().flatMap(AttemptRow::to).isPresent()
        ? none(event, "attempt %d of %s was over".formatted(attempt, id))
        : does.apply(known.get());
  }

  private List<Change> none(Event event, String reason) {
    return NoEffectRow.none(offset, event, reason);
  }

  private List<Change> moved(Trial trial, Standing standing) {
    List<Change> changes = new ArrayList<>(alone(trial, standing));
    rows.experiment(trial.row().identity().experiment())
        .map(row -> counted(row, trial, standing))
        .ifPresent(row -> changes.add(new Change.PutExperiment(row)));
    return changes;
  }

  /** The same without the count of its experiment. */
  List<Change> alone(Trial trial, Standing standing) {
    TrialId id = trial.row().identity().trial();
    return List.of(
        new Change.PutTrial(trial.with(standing, offset)),
        status(id, trial.row().standing(), Optional.of(offset)),
        status(id, standing, Optional.empty()));
  }

  /** Its experiment with the trial counted where it stands now. */
  ExperimentRow counted(ExperimentRow row, Trial trial, Standing now) {
    return row.with(row.counts().moved(trial.row().standing().status(), now.status()), offset);
  }

  private static Change status(TrialId trial, Standing standing, Optional<Long> to) {
    return new Change.PutStatus(new StatusRow(trial, standing.status(), standing.since(), to));
  }
}
