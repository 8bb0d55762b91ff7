package podium.dashboard.domain;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import podium.dashboard.domain.Totals.Tally;
import podium.protocol.event.Event;
import podium.protocol.event.Source;
import podium.protocol.event.TrialEntry;
import podium.protocol.event.TrialStatus;
import podium.protocol.experiment.TrialSpec;
import podium.protocol.report.EpochResult;
import podium.protocol.report.Score;

/**
 * Event to row changes: pure. An event about something unknown, or about an attempt that is not the
 * trial's last, changes nothing.
 */
final class Translation {
  private final Rows rows;
  private final long offset;
  private final Instant time;

  Translation(Rows rows, long offset, Instant time) {
    this.rows = rows;
    this.offset = offset;
    this.time = time;
  }

  List<Change> of(Event event) {
    return switch (event) {
      case Event.SchedulerStarted started -> List.of();
      case Event.ExperimentAccepted accepted -> accepted(accepted);
      case Event.RequestRejected rejected -> rejected(rejected);
      case Event.RequestDuplicate duplicate -> List.of(new Change.Count(Tally.DUPLICATE));
      case Event.RequestsLost lost -> lost(lost);
      case Event.CancelAccepted cancel -> List.of();
      case Event.WorkerRegistered registered -> registered(registered);
      case Event.WorkerSuspected it -> worker(it.worker(), it.incarnation(), suspected(it));
      case Event.WorkerRecovered it ->
          worker(it.worker(), it.incarnation(), new Turn(WorkerRow.Status.ALIVE, ""));
      case Event.WorkerLost it ->
          worker(it.worker(), it.incarnation(), new Turn(WorkerRow.Status.LOST, it.reason()));
      case Event.WorkerLeft it ->
          worker(it.worker(), it.incarnation(), new Turn(WorkerRow.Status.LEFT, "it was stopped"));
      case Event.TrialPlaced placed -> placed(placed);
      case Event.TrialStarted started -> started(started);
      case Event.EpochCompleted completed -> completed(completed);
      case Event.AttemptEnded ended -> attemptEnded(ended);
      case Event.TrialRequeued requeued -> requeued(requeued);
      case Event.TrialRestarted restarted -> restarted(restarted);
      case Event.TrialEnded ended -> trialEnded(ended);
      case Event.ReportFenced fenced -> List.of(new Change.Count(Tally.FENCED_REPORT));
    };
  }

  private List<Change> accepted(Event.ExperimentAccepted event) {
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
                Optional.empty(),
                offset)));
    changes.add(new Change.AddSpec(event.experiment(), spec));
    int number = 0;
    for (TrialEntry entry : event.trials()) {
      number++;
      Standing queued = Standing.queued(offset);
      TrialIdentity identity = identity(event, entry, number);
      changes.add(
          new Change.PutTrial(
              new Trial(
                  new TrialRow(identity, queued, Learning.NONE, TrialData.NONE, offset),
                  List.of(),
                  Optional.empty())));
      changes.add(status(entry.trial(), queued, Optional.empty()));
    }
    changes.add(new Change.Count(Tally.EXPERIMENT));
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
        time,
        offset);
  }

  private List<Change> rejected(Event.RequestRejected event) {
    return List.of(
        new Change.AddRejected(
            new RejectedRow(
                offset,
                time,
                event.source(),
                event.reasons(),
                event.quote(),
                event.bytes(),
                event.sha256())),
        new Change.Count(Tally.REJECTED));
  }

  private List<Change> lost(Event.RequestsLost event) {
    return List.of(
        new Change.AddRejected(
            new RejectedRow(
                offset,
                time,
                new Source(event.topic(), event.partition(), event.from()),
                List.of(event.told()),
                "",
                0,
                "")),
        new Change.Count(Tally.LOST_REQUESTS));
  }

  private List<Change> registered(Event.WorkerRegistered event) {
    return List.of(
        new Change.PutWorker(
            new WorkerRow(
                event.worker(),
                event.incarnation(),
                event.host(),
                event.slots(),
                WorkerRow.Status.ALIVE,
                time,
                time,
                "",
                offset)));
  }

  private record Turn(WorkerRow.Status status, String note) {}

  private static Turn suspected(Event.WorkerSuspected event) {
    return new Turn(
        WorkerRow.Status.SUSPECT, "silent for %d ms".formatted(event.silence().toMillis()));
  }

  private List<Change> worker(String worker, String incarnation, Turn turn) {
    return rows.worker(worker)
        .filter(row -> row.incarnation().equals(incarnation))
        .map(row -> row.with(turn.status(), time, turn.note(), offset))
        .<List<Change>>map(row -> List.of(new Change.PutWorker(row)))
        .orElse(List.of());
  }

  private List<Change> placed(Event.TrialPlaced event) {
    Optional<Trial> known = rows.trial(event.trial());
    if (known.isEmpty()) {
      return List.of();
    }
    AttemptRow attempt =
        new AttemptRow(
            event.trial(),
            event.attempt(),
            event.worker(),
            event.incarnation(),
            event.slot(),
            time,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            offset,
            Optional.empty());
    Standing standing =
        known
            .get()
            .row()
            .standing()
            .placed(offset, event.attempt(), event.worker(), event.slot(), event.reason());
    List<Change> changes = moved(known.get().with(attempt), standing);
    changes.add(new Change.PutAttempt(attempt));
    return changes;
  }

  private List<Change> started(Event.TrialStarted event) {
    Optional<Trial> held = held(event.trial(), event.attempt());
    if (held.isEmpty()) {
      return List.of();
    }
    TrialRow row = held.get().row();
    AttemptRow attempt = held.get().attempt().orElseThrow().started(time, event.start());
    Optional<String> fingerprint =
        Optional.of(event.start().data().fingerprint()).filter(told -> !told.isEmpty());
    Optional<ExperimentRow> experiment = rows.experiment(row.identity().experiment());
    Trial trial =
        held.get()
            .with(attempt)
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
    Optional<Trial> held = held(event.trial(), event.attempt());
    if (held.isEmpty()) {
      return List.of();
    }
    EpochResult result = event.result();
    List<Mark> before = held.get().counting();
    boolean supersedes = !before.isEmpty() && before.getLast().epoch() >= result.epoch();
    List<Mark> counting = new ArrayList<>(before);
    counting.removeIf(mark -> supersedes && mark.epoch() >= result.epoch());
    Mark mark =
        new Mark(
            event.attempt(),
            result.epoch(),
            result.test().map(Score::accuracy),
            result.validation().map(Score::accuracy),
            result.seconds());
    Learning learning = held.get().row().learning();
    Learning kept = supersedes ? learning.over(counting) : learning;
    counting.add(mark);
    Trial trial = held.get().with(counting).with(kept.plus(mark).reported(result), offset);
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
    return held(event.trial(), event.attempt())
        .<List<Change>>map(
            trial -> {
              AttemptRow ended =
                  trial
                      .attempt()
                      .orElseThrow()
                      .ended(time, event.outcome(), event.message(), offset);
              return List.of(
                  new Change.PutTrial(trial.with(ended).with(trial.row().standing(), offset)),
                  new Change.PutAttempt(ended));
            })
        .orElse(List.of());
  }

  private List<Change> requeued(Event.TrialRequeued event) {
    return rows.trial(event.trial())
        .map(trial -> moved(trial, trial.row().standing().requeued(offset, event.reason())))
        .orElse(List.of());
  }

  /** Its epochs count until the next attempt brings them anew. */
  private List<Change> restarted(Event.TrialRestarted event) {
    return rows.trial(event.trial())
        .<List<Change>>map(
            trial ->
                List.of(
                    new Change.PutTrial(
                        trial.with(trial.row().standing().because(event.reason()), offset))))
        .orElse(List.of());
  }

  private List<Change> trialEnded(Event.TrialEnded event) {
    return rows.trial(event.trial())
        .map(
            trial ->
                moved(
                    trial,
                    trial.row().standing().ended(offset, event.status(), time, event.reason())))
        .orElse(List.of());
  }

  private Optional<Trial> held(String trial, int attempt) {
    return rows.trial(trial).filter(known -> known.holds(attempt));
  }

  private List<Change> moved(Trial trial, Standing standing) {
    List<Change> changes = new ArrayList<>();
    Standing before = trial.row().standing();
    String id = trial.row().identity().trial();
    changes.add(new Change.PutTrial(trial.with(standing, offset)));
    changes.add(status(id, before, Optional.of(offset)));
    changes.add(status(id, standing, Optional.empty()));
    rows.experiment(trial.row().identity().experiment())
        .map(row -> counted(row, before.status(), standing.status()))
        .ifPresent(row -> changes.add(new Change.PutExperiment(row)));
    return changes;
  }

  private ExperimentRow counted(ExperimentRow row, TrialStatus from, TrialStatus to) {
    return row.with(row.counts().moved(from, to), offset);
  }

  private static Change status(String trial, Standing standing, Optional<Long> to) {
    return new Change.PutStatus(new StatusRow(trial, standing.status(), standing.since(), to));
  }
}
