package podium.dashboard.domain;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import podium.engine.log.Fence;
import podium.protocol.codec.EventCodec;
import podium.protocol.codec.MalformedMessageException;
import podium.protocol.event.Entry;
import podium.protocol.event.Event;
import podium.protocol.experiment.ExperimentSpec;

/** Folds a stretch of the log, record by record, into one batch. Not thread-safe; used once. */
public final class Folder implements Rows {
  private final Rows before;
  private final long expected;
  private long next;
  private Fence fence;
  private Totals totals;
  private final Map<String, ExperimentRow> experiments = new LinkedHashMap<>();
  private final Map<String, ExperimentSpec> specs = new LinkedHashMap<>();
  private final Map<String, Trial> trials = new LinkedHashMap<>();
  private final Map<SpanKey, StatusRow> statuses = new LinkedHashMap<>();
  private final Map<AttemptKey, AttemptRow> attempts = new LinkedHashMap<>();
  private final List<EpochRow> epochs = new ArrayList<>();
  private final List<Change.Supersede> superseded = new ArrayList<>();
  private final Map<String, WorkerRow> workers = new LinkedHashMap<>();
  private final List<RejectedRow> rejected = new ArrayList<>();
  private final List<EventRow> events = new ArrayList<>();

  private record SpanKey(String trial, long from) {}

  private record AttemptKey(String trial, int attempt) {}

  /** A folder that goes on from a position, over the rows as they are there. */
  public Folder(Rows before, Position position) {
    this.before = before;
    this.expected = position.offset();
    this.next = position.offset();
    this.fence = position.fence();
    this.totals = position.totals();
  }

  /** Folds the next record. One that cannot be read is void. */
  public void fold(long offset, byte[] value) {
    next = offset + 1;
    try {
      fold(offset, EventCodec.decodeEntry(value), value);
    } catch (MalformedMessageException unreadable) {
      fence = new Fence(fence.term(), fence.incarnation(), fence.nextIndex(), fence.voided() + 1);
    }
  }

  private void fold(long offset, Entry entry, byte[] value) {
    Fence.Verdict verdict = fence.judge(entry);
    fence = verdict.after();
    if (!verdict.valid()) {
      return;
    }
    totals = totals.at(entry.time());
    new Translation(this, offset, entry.time()).of(entry.event()).forEach(this::apply);
    about(entry.event())
        .ifPresent(
            trial ->
                events.add(
                    new EventRow(
                        offset,
                        trial,
                        entry.event().getClass().getSimpleName(),
                        entry.time(),
                        new String(value, StandardCharsets.UTF_8))));
  }

  private void apply(Change change) {
    switch (change) {
      case Change.PutExperiment put -> experiments.put(put.row().experiment(), put.row());
      case Change.AddSpec add -> specs.put(add.experiment(), add.spec());
      case Change.PutTrial put -> trials.put(put.trial().row().identity().trial(), put.trial());
      case Change.PutStatus put ->
          statuses.put(new SpanKey(put.row().trial(), put.row().from()), put.row());
      case Change.PutAttempt put ->
          attempts.put(new AttemptKey(put.row().trial(), put.row().attempt()), put.row());
      case Change.AddEpoch add -> epochs.add(add.row());
      case Change.Supersede supersede -> superseded.add(supersede);
      case Change.PutWorker put -> workers.put(put.row().worker(), put.row());
      case Change.AddRejected add -> rejected.add(add.row());
      case Change.Count count -> totals = totals.plus(count.tally());
    }
  }

  /** The batch so far. */
  public Batch batch() {
    return new Batch(
        expected,
        next,
        fence,
        totals,
        List.copyOf(experiments.values()),
        Map.copyOf(specs),
        List.copyOf(trials.values()),
        List.copyOf(statuses.values()),
        List.copyOf(attempts.values()),
        List.copyOf(epochs),
        List.copyOf(superseded),
        List.copyOf(workers.values()),
        List.copyOf(rejected),
        List.copyOf(events));
  }

  @Override
  public Optional<ExperimentRow> experiment(String experiment) {
    return Optional.ofNullable(experiments.get(experiment)).or(() -> before.experiment(experiment));
  }

  @Override
  public Optional<Trial> trial(String trial) {
    return Optional.ofNullable(trials.get(trial)).or(() -> before.trial(trial));
  }

  @Override
  public Optional<WorkerRow> worker(String worker) {
    return Optional.ofNullable(workers.get(worker)).or(() -> before.worker(worker));
  }

  private static Optional<String> about(Event event) {
    return switch (event) {
      case Event.TrialPlaced it -> Optional.of(it.trial());
      case Event.TrialStarted it -> Optional.of(it.trial());
      case Event.EpochCompleted it -> Optional.of(it.trial());
      case Event.AttemptEnded it -> Optional.of(it.trial());
      case Event.TrialRequeued it -> Optional.of(it.trial());
      case Event.TrialRestarted it -> Optional.of(it.trial());
      case Event.TrialEnded it -> Optional.of(it.trial());
      case Event.ReportFenced it -> Optional.of(it.trial());
      case Event.SchedulerStarted it -> Optional.empty();
      case Event.ExperimentAccepted it -> Optional.empty();
      case Event.RequestRejected it -> Optional.empty();
      case Event.RequestDuplicate it -> Optional.empty();
      case Event.RequestsLost it -> Optional.empty();
      case Event.CancelAccepted it -> Optional.empty();
      case Event.WorkerRegistered it -> Optional.empty();
      case Event.WorkerSuspected it -> Optional.empty();
      case Event.WorkerRecovered it -> Optional.empty();
      case Event.WorkerLost it -> Optional.empty();
      case Event.WorkerLeft it -> Optional.empty();
    };
  }
}
