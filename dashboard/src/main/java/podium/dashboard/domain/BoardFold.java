package podium.dashboard.domain;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import podium.engine.log.LogCursor;
import podium.engine.log.Reading;
import podium.engine.state.LogFold;
import podium.protocol.event.Entry;
import podium.protocol.event.Event;
import podium.protocol.experiment.ExperimentSpec;
import podium.protocol.id.ExperimentId;
import podium.protocol.id.TrialId;

/**
 * Makes rows of a stretch of the log, record by record, for one batch. What a record does is judged
 * before. Not thread-safe; used once.
 */
public final class BoardFold implements Rows {
  private final Rows before;
  private final long expected;
  private long next;
  private LogCursor.Place place;
  private Totals totals;
  private final Map<ExperimentId, ExperimentRow> experiments = new LinkedHashMap<>();
  private final Map<ExperimentId, ExperimentSpec> specs = new LinkedHashMap<>();
  private final Map<TrialId, Trial> trials = new LinkedHashMap<>();
  private final Map<SpanKey, StatusRow> statuses = new LinkedHashMap<>();
  private final Map<AttemptKey, AttemptRow> attempts = new LinkedHashMap<>();
  private final List<EpochRow> epochs = new ArrayList<>();
  private final List<Change.Supersede> superseded = new ArrayList<>();
  private final Map<String, WorkerRow> workers = new LinkedHashMap<>();
  private final List<RejectedRow> rejected = new ArrayList<>();
  private final List<RequestRow> requests = new ArrayList<>();
  private final List<EventRow> events = new ArrayList<>();
  private final List<NoEffectRow> withoutEffect = new ArrayList<>();
  private final List<FactRow> facts = new ArrayList<>();
  private final List<ExperimentRow> formerExperiments = new ArrayList<>();
  private final List<TrialRow> formerTrials = new ArrayList<>();
  private final List<WorkerRow> formerWorkers = new ArrayList<>();
  private Optional<Read> last = Optional.empty();

  private static final class Read {
    private final long offset;
    private final byte[] value;

    private Read(long offset, byte[] value) {
      this.offset = offset;
      this.value = value;
    }
  }

  private record SpanKey(TrialId trial, long from) {}

  private record AttemptKey(TrialId trial, int attempt) {}

  /** A folder that goes on from a position, over the rows as they are there. */
  public BoardFold(Rows before, Position position) {
    this.before = before;
    this.expected = position.offset();
    this.next = position.offset();
    this.place = position.place();
    this.totals = position.totals();
  }

  /** Takes the next record. One that does not count is void. */
  public void fold(LogFold.Judged judged, byte[] value) {
    long offset = reached(judged, value);
    Optional<Entry> taken = Optional.empty();
    switch (judged.reading()) {
      case Reading.Counted counted -> {
        if (judged.against().isPresent()) {
          apply(new Change.Count(Totals.Tally.REFUSED));
          noEffect(offset, counted.entry(), judged.against().get());
        } else {
          taken = take(offset, counted.entry(), value);
        }
      }
      case Reading.NotUnderstood unknown ->
          noEffect(
              offset,
              unknown.envelope().type(),
              "it is of a later version of Podium: " + unknown.why());
      case Reading.Voided ignored -> {}
    }
    keep(offset, taken, judged.against().isPresent(), value);
  }

  /**
   * Takes a record again that was taken before, by what was kept of it.
   *
   * @param entry when it changed something
   * @param idle why it did not
   * @param refused whether it contradicted what stood before it
   */
  public void again(
      long offset,
      Optional<Entry> entry,
      byte[] value,
      Optional<NoEffectRow> idle,
      boolean refused) {
    next = offset + 1;
    if (refused) {
      apply(new Change.Count(Totals.Tally.REFUSED));
    }
    entry.ifPresentOrElse(
        known -> take(offset, known, value),
        () -> idle.ifPresent(row -> apply(new Change.AddNoEffect(row))));
  }

  // why: of what stands in a trial's list the bytes are there already
  private void keep(long offset, Optional<Entry> taken, boolean refused, byte[] value) {
    if (taken.isPresent() && !events.isEmpty() && events.getLast().is(offset, value)) {
      return;
    }
    facts.add(
        new FactRow(
            offset,
            taken.map(Entry::time),
            place.fence().term(),
            place.voided(),
            place.notUnderstood(),
            refused,
            taken.map(entry -> value)));
  }

  /** Passes the next record over: if it has an effect, it has none here, for that reason. */
  void pass(LogFold.Judged judged, byte[] value, String reason) {
    long offset = reached(judged, value);
    judged.effect().ifPresent(entry -> noEffect(offset, entry, reason));
    keep(offset, Optional.empty(), false, value);
  }

  private long reached(LogFold.Judged judged, byte[] value) {
    long offset = judged.reading().offset();
    next = offset + 1;
    place = judged.place();
    last = Optional.of(new Read(offset, value));
    return offset;
  }

  /** The entry, unless it cannot be understood. */
  private Optional<Entry> take(long offset, Entry entry, byte[] value) {
    List<Change> changes;
    Optional<TrialId> trial;
    try {
      changes = new Translation(this, offset, entry.time()).of(entry.event());
      trial = about(entry.event());
      totals = totals.at(entry.time());
    } catch (BoardDamagedException | BoardUnavailableException e) {
      throw e;
    } catch (RuntimeException e) {
      // why: a fact may lack any of its parts, and no fact may stop the board
      noEffect(offset, entry, "it cannot be understood: " + e);
      return Optional.empty();
    }
    changes.forEach(this::apply);
    trial.ifPresent(
        id ->
            events.add(
                new EventRow(
                    offset, id, entry.event().type(), entry.time(), EventRow.text(offset, value))));
    return Optional.of(entry);
  }

  private void noEffect(long offset, Entry entry, String reason) {
    noEffect(offset, entry.event().type(), reason);
  }

  private void noEffect(long offset, String type, String reason) {
    apply(new Change.AddNoEffect(new NoEffectRow(offset, type, reason)));
  }

  private void apply(Change change) {
    switch (change) {
      case Change.PutExperiment put -> {
        former(experiments, put.row().experiment(), before::experiment)
            .ifPresent(formerExperiments::add);
        experiments.put(put.row().experiment(), put.row());
      }
      case Change.AddSpec add -> specs.put(add.experiment(), add.spec());
      case Change.PutTrial put -> {
        TrialId id = put.trial().row().identity().trial();
        former(trials, id, before::trial).map(Trial::row).ifPresent(formerTrials::add);
        trials.put(id, put.trial());
      }
      case Change.PutStatus put ->
          statuses.put(new SpanKey(put.row().trial(), put.row().from()), put.row());
      case Change.PutAttempt put ->
          attempts.put(new AttemptKey(put.row().trial(), put.row().attempt()), put.row());
      case Change.AddEpoch add -> epochs.add(add.row());
      case Change.Supersede supersede -> superseded.add(supersede);
      case Change.PutWorker put -> {
        former(workers, put.row().worker(), before::worker).ifPresent(formerWorkers::add);
        workers.put(put.row().worker(), put.row());
      }
      case Change.AddRejected add -> rejected.add(add.row());
      case Change.AddRequest add -> requests.add(add.row());
      case Change.Count count -> totals = totals.plus(count.tally(), count.more());
      case Change.AddNoEffect add -> {
        totals = totals.plus(Totals.Tally.WITHOUT_EFFECT, 1);
        withoutEffect.add(add.row());
      }
    }
  }

  private static <K, T> Optional<T> former(
      Map<K, T> changed, K id, Function<K, Optional<T>> before) {
    return changed.containsKey(id) ? Optional.empty() : before.apply(id);
  }

  /** The batch so far. */
  public Batch batch() {
    return new Batch(
        expected,
        next,
        last.map(read -> LastRecord.of(read.offset, read.value)),
        place,
        totals,
        List.copyOf(experiments.values()),
        Collections.unmodifiableMap(new LinkedHashMap<>(specs)),
        List.copyOf(trials.values()),
        List.copyOf(statuses.values()),
        List.copyOf(attempts.values()),
        List.copyOf(epochs),
        List.copyOf(superseded),
        List.copyOf(workers.values()),
        List.copyOf(rejected),
        List.copyOf(requests),
        List.copyOf(events),
        List.copyOf(withoutEffect),
        List.copyOf(facts),
        new Former(formerExperiments, formerTrials, formerWorkers));
  }

  @Override
  public Optional<ExperimentRow> experiment(ExperimentId experiment) {
    return Optional.ofNullable(experiments.get(experiment)).or(() -> before.experiment(experiment));
  }

  @Override
  public Optional<Trial> trial(TrialId trial) {
    return Optional.ofNullable(trials.get(trial)).or(() -> before.trial(trial));
  }

  @Override
  public Optional<WorkerRow> worker(String worker) {
    return Optional.ofNullable(workers.get(worker)).or(() -> before.worker(worker));
  }

  private static Optional<TrialId> about(Event event) {
    return switch (event) {
      case Event.TrialPlaced it -> Optional.of(it.trial());
      case Event.TrialStarted it -> Optional.of(it.trial());
      case Event.TrialSuggested it -> Optional.of(it.trial().trial());
      case Event.EpochCompleted it -> Optional.of(it.trial());
      case Event.AttemptEnded it -> Optional.of(it.trial());
      case Event.TrialRequeued it -> Optional.of(it.trial());
      case Event.TrialPaused it -> Optional.of(it.trial());
      case Event.TrialPromoted it -> Optional.of(it.trial());
      case Event.TrialRestarted it -> Optional.of(it.trial());
      case Event.TrialEnded it -> Optional.of(it.trial());
      case Event.ReportFenced it -> Optional.of(it.trial());
      case Event.AttemptReadopted it -> Optional.of(it.trial());
      case Event.StopOrdered it -> Optional.of(it.trial());
      case Event.PreemptionOrdered it -> Optional.of(it.trial());
      case Event.SlotsReserved it -> Optional.of(it.trial());
      case Event.SlotQuarantined it -> Optional.empty();
      case Event.SlotProbed it -> Optional.empty();
      case Event.WorkerLeaving it -> Optional.empty();
      case Event.SlotFreed it -> Optional.empty();
      case Event.SchedulerStarted it -> Optional.empty();
      case Event.ReignBegun it -> Optional.empty();
      case Event.SchedulerStoodDown it -> Optional.empty();
      case Event.SnapshotTaken it -> Optional.empty();
      case Event.WorkerForgotten it -> Optional.empty();
      case Event.ExperimentAccepted it -> Optional.empty();
      case Event.RequestRejected it -> Optional.empty();
      case Event.RequestDuplicate it -> Optional.empty();
      case Event.RequestsLost it -> Optional.empty();
      case Event.CancelAccepted it -> Optional.empty();
      case Event.RequestAccepted it -> Optional.empty();
      case Event.WorkerRegistered it -> Optional.empty();
      case Event.WorkerSuspected it -> Optional.empty();
      case Event.WorkerRecovered it -> Optional.empty();
      case Event.WorkerLost it -> Optional.empty();
      case Event.WorkerLeft it -> Optional.empty();
    };
  }
}
