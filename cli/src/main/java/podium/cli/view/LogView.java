package podium.cli.view;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import podium.engine.forecast.Expected;
import podium.engine.placement.Wait;
import podium.protocol.event.Entry;
import podium.protocol.event.Event;
import podium.protocol.event.Reason;
import podium.protocol.event.Source;
import podium.protocol.event.TrialEntry;
import podium.protocol.event.TrialStatus;
import podium.protocol.experiment.Catalog;
import podium.protocol.experiment.ExperimentSpec;
import podium.protocol.id.ExperimentId;
import podium.protocol.id.TrialId;
import podium.protocol.report.DataFacts;
import podium.protocol.request.Action;

/** What the entries of the event log that have an effect add up to. Confined to one thread. */
public final class LogView {
  private final Map<ExperimentId, ExperimentRow> experiments = new LinkedHashMap<>();
  private final Map<TrialId, TrialRow> trials = new LinkedHashMap<>();
  private final Map<String, WorkerRow> workers = new LinkedHashMap<>();
  private final Map<String, Catalog> catalogs = new TreeMap<>();
  private final Map<Source, Fact> facts = new LinkedHashMap<>();

  /** Where the last request under a key stands. */
  private final Map<String, Source> keys = new HashMap<>();

  /** Those that are not as their experiment's spec says. */
  private final Map<ExperimentId, Integer> priorities = new HashMap<>();

  private final Map<TrialId, Integer> prioritiesOfTrials = new HashMap<>();
  private Expected expected = Expected.NOTHING;
  private final Map<String, SortedSet<String>> drained = new HashMap<>();
  private String requestsTopic = "";
  private final Map<ExperimentId, FirstData> firstData = new HashMap<>();
  private final Set<ExperimentId> archived = new HashSet<>();

  private record FirstData(String fingerprint, TrialId trial) {}

  /** Takes the log's next entry that has an effect. */
  public void apply(Entry entry) {
    switch (entry.event()) {
      case Event.ExperimentAccepted accepted -> accept(accepted, entry.time());
      case Event.TrialSuggested suggested -> suggest(suggested);
      case Event.RequestRejected rejected ->
          facts.put(rejected.source(), new Fact.Rejected(rejected.reasons()));
      case Event.RequestDuplicate duplicate -> {
        facts.put(duplicate.source(), new Fact.Duplicate(duplicate.key(), duplicate.of()));
        keys.put(duplicate.key(), duplicate.source());
      }
      case Event.CancelAccepted cancel -> {
        facts.put(
            cancel.source(), new Fact.Asked(new Action.Cancel(cancel.target()), cancel.trials()));
        cancel.key().ifPresent(key -> keys.put(key, cancel.source()));
      }
      case Event.RequestAccepted asked -> {
        facts.put(asked.source(), new Fact.Asked(asked.action(), asked.trials()));
        asked.key().ifPresent(key -> keys.put(key, asked.source()));
        act(asked);
      }
      case Event.TrialPaused paused ->
          change(paused.trial(), row -> row.is(TrialStatus.PAUSED, paused.reason().told()));
      case Event.TrialPromoted promoted ->
          change(promoted.trial(), row -> row.is(TrialStatus.QUEUED, promoted.reason().told()));
      case Event.WorkerRegistered worker -> register(worker);
      case Event.WorkerSuspected worker -> health(worker.worker(), WorkerRow.Health.SUSPECT);
      case Event.WorkerRecovered worker -> health(worker.worker(), WorkerRow.Health.READY);
      case Event.WorkerLost worker -> health(worker.worker(), WorkerRow.Health.LOST);
      case Event.WorkerLeft worker -> health(worker.worker(), WorkerRow.Health.LEFT);
      case Event.TrialPlaced placed ->
          change(
              placed.trial(),
              row -> row.placed(placed.attempt(), Slots.told(placed.grants()), placed.told()));
      case Event.TrialStarted started ->
          change(
              started.trial(),
              row -> row.started(started.start(), otherDataThan(row, started.start().data())));
      case Event.EpochCompleted epoch -> change(epoch.trial(), row -> row.with(epoch.result()));
      case Event.AttemptEnded ended ->
          change(ended.trial(), row -> row.is(row.status(), words(ended)));
      case Event.TrialRequeued requeued ->
          change(requeued.trial(), row -> row.is(TrialStatus.QUEUED, requeued.reason().told()));
      case Event.TrialRestarted restarted ->
          change(restarted.trial(), row -> row.is(row.status(), restarted.reason().told()));
      case Event.TrialEnded ended ->
          change(ended.trial(), row -> row.is(ended.status(), ended.reason().told()));
      case Event.AttemptReadopted back ->
          change(
              back.trial(), row -> row.is(row.status(), "its worker is back and goes on with it"));
      case Event.StopOrdered ordered ->
          change(
              ordered.trial(),
              row -> row.is(row.status(), "told to stop; " + Reason.how(ordered.why(), "")));
      case Event.PreemptionOrdered ordered ->
          change(
              ordered.trial(),
              row -> row.is(row.status(), "makes way for " + ordered.inFavourOf()));
      case Event.SlotsReserved reserved ->
          change(
              reserved.trial(),
              row ->
                  row.is(
                      row.status(),
                      "%s are kept for it, until %s by what is known"
                          .formatted(Slots.told(reserved.grants()), reserved.until())));
      case Event.SlotQuarantined faulty ->
          rest(faulty.worker(), slots -> slots.put(faulty.slot(), faulty.reason().told()));
      case Event.SlotProbed probed -> rest(probed.worker(), slots -> slots.remove(probed.slot()));
      case Event.WorkerLeaving leaving -> health(leaving.worker(), WorkerRow.Health.LEAVING);
      case Event.SlotFreed ignored -> {}
      case Event.ReignBegun ignored -> {}
      case Event.SchedulerStoodDown ignored -> {}
      case Event.SnapshotTaken ignored -> {}
      case Event.WorkerForgotten forgotten -> {
        workers.remove(forgotten.worker());
        catalogs.remove(forgotten.worker());
      }
      case Event.SchedulerStarted started -> follow(started.requestsTopic());
      case Event.RequestsLost lost -> forget(lost);
      case Event.ReportFenced fenced -> {}
    }
  }

  /** Experiments in the order they were accepted. */
  public List<ExperimentRow> experiments() {
    return List.copyOf(experiments.values());
  }

  /** The same without those that people put aside. */
  public List<ExperimentRow> visible() {
    return experiments().stream().filter(row -> !isArchived(row.experiment())).toList();
  }

  /** Whether people put the experiment aside. */
  public boolean isArchived(ExperimentId experiment) {
    return archived.contains(experiment);
  }

  /** The trials of one experiment, in the order of its matrix. */
  public List<TrialRow> trialsOf(ExperimentId experiment) {
    return Optional.ofNullable(experiments.get(experiment)).stream()
        .flatMap(row -> row.trials().stream())
        .flatMap(id -> trial(id).stream())
        .toList();
  }

  /** All trials, in the order they were accepted. */
  public List<TrialRow> trials() {
    return Collections.unmodifiableList(new ArrayList<>(trials.values()));
  }

  /** The trials that a person means: one by its id, or those of experiments by id or name. */
  public List<TrialRow> meant(String id) {
    Optional<TrialRow> one = TrialId.parse(id).flatMap(this::trial);
    return one.isPresent()
        ? List.of(one.get())
        : experiments(id).stream().flatMap(it -> trialsOf(it.experiment()).stream()).toList();
  }

  /** The experiments that a person means, by id, name, or the id of one of their trials. */
  public List<ExperimentRow> experiments(String id) {
    Optional<ExperimentRow> byId =
        ExperimentId.parse(id)
            .or(() -> TrialId.parse(id).map(TrialId::experiment))
            .flatMap(it -> Optional.ofNullable(experiments.get(it)));
    return byId.isPresent()
        ? List.of(byId.get())
        : experiments.values().stream().filter(row -> row.spec().experiment().equals(id)).toList();
  }

  /** The trial of that id. */
  public Optional<TrialRow> trial(TrialId id) {
    return Optional.ofNullable(trials.get(id));
  }

  /**
   * Trials that wait: in the order of the rule of placement where that was explained, else highest
   * priority first, then in the order they were accepted.
   */
  public List<TrialRow> queue() {
    return trials.values().stream()
        .filter(row -> row.status() == TrialStatus.QUEUED)
        .sorted(
            Comparator.<TrialRow>comparingInt(
                    row -> expected.place(row.trial()).orElse(Integer.MAX_VALUE))
                .thenComparingInt(row -> -priority(row)))
        .toList();
  }

  /** What is expected of what waits and runs. */
  public void explain(Expected now) {
    expected = now;
  }

  /** What is expected of what waits and runs; nothing where that was not explained. */
  Expected expected() {
    return expected;
  }

  /** What a trial in the queue waits for; empty where that was not explained. */
  public String waitsFor(TrialId trial) {
    return expected.wait(trial).map(Wait::told).orElse("");
  }

  /** Workers that are known, also of those that are gone. */
  public List<WorkerRow> workers() {
    return List.copyOf(workers.values());
  }

  /** What the scheduler admits experiments by: all that known workers offer. */
  public Catalog catalog() {
    return Catalog.together(catalogs.values());
  }

  /**
   * What became of a request, once the log says so.
   *
   * @param topic id of the topic in which it has its place
   */
  public Optional<Fact> fact(Source source, String topic) {
    boolean other = !requestsTopic.isEmpty() && !topic.equals(requestsTopic);
    return other ? Optional.empty() : Optional.ofNullable(facts.get(source));
  }

  /** The same of the topic that the log last knew. */
  public Optional<Fact> fact(Source source) {
    return Optional.ofNullable(facts.get(source));
  }

  /** What became of the last request under a key, once the log says so. */
  public Optional<Fact> fact(String key) {
    return Optional.ofNullable(keys.get(key)).map(facts::get);
  }

  private void act(Event.RequestAccepted asked) {
    switch (asked.action()) {
      case Action.Cancel ignored -> {}
      case Action.Pause ignored -> {}
      case Action.Resume ignored ->
          each(
              asked,
              row ->
                  row.status() == TrialStatus.PAUSED
                      ? row.is(TrialStatus.QUEUED, "people resumed it")
                      : row);
      case Action.Retry ignored ->
          each(asked, row -> row.is(TrialStatus.QUEUED, "people want it tried again"));
      case Action.Change change ->
          change
              .priority()
              .ifPresent(
                  priority -> {
                    asked.experiments().forEach(id -> priorities.put(id, priority));
                    asked.trials().forEach(id -> prioritiesOfTrials.put(id, priority));
                  });
      case Action.ChangeOwner ignored -> {}
      case Action.Drain drain -> drain(drain.target(), slots -> slots.add(drain.slot().orElse("")));
      case Action.Undrain undrain ->
          drain(
              undrain.target(),
              slots -> undrain.slot().ifPresentOrElse(slots::remove, slots::clear));
      case Action.Release release ->
          rest(
              release.target(),
              slots -> release.slot().ifPresentOrElse(slots::remove, slots::clear));
      // why: what is asked so is an experiment of its own, and has another fact
      case Action.Extend ignored -> {}
      case Action.Fork ignored -> {}
      case Action.Archive ignored -> archived.addAll(asked.experiments());
      case Action.Unarchive ignored -> asked.experiments().forEach(archived::remove);
    }
  }

  private void each(Event.RequestAccepted asked, UnaryOperator<TrialRow> step) {
    asked.trials().forEach(id -> change(id, step));
  }

  private void drain(String worker, Consumer<Set<String>> change) {
    SortedSet<String> slots = drained.computeIfAbsent(worker, name -> new TreeSet<>());
    change.accept(slots);
    workers.computeIfPresent(worker, (name, row) -> row.with(List.copyOf(slots)));
  }

  /** What slots of a worker are left out changes. */
  private void rest(String worker, Consumer<Map<String, String>> change) {
    workers.computeIfPresent(
        worker,
        (name, row) -> {
          Map<String, String> slots = new TreeMap<>(row.resting());
          change.accept(slots);
          return row.with(slots);
        });
  }

  // why: the places of one topic say nothing about another one of the same name
  private void follow(String topic) {
    if (!topic.isEmpty() && !topic.equals(requestsTopic)) {
      if (!requestsTopic.isEmpty()) {
        facts.clear();
      }
      requestsTopic = topic;
    }
  }

  // why: where a topic lost its tail, other requests come to the places of those that were there
  private void forget(Event.RequestsLost lost) {
    if (lost.replaced().isEmpty()) {
      facts
          .keySet()
          .removeIf(
              source ->
                  source.topic().equals(lost.topic())
                      && source.partition() == lost.partition()
                      && source.offset() >= lost.to());
    }
  }

  private void register(Event.WorkerRegistered worker) {
    catalogs.put(worker.worker(), worker.catalog());
    workers.put(
        worker.worker(),
        new WorkerRow(
            worker.worker(),
            worker.incarnation(),
            worker.host(),
            worker.slots(),
            List.copyOf(drained.getOrDefault(worker.worker(), Collections.emptySortedSet())),
            workers.containsKey(worker.worker())
                ? workers.get(worker.worker()).resting()
                : Map.of(),
            worker.catalog().datasets(),
            WorkerRow.Health.READY));
  }

  private int priority(TrialRow row) {
    ExperimentRow experiment = experiments.get(row.experiment());
    int itsOwn = experiment == null ? 0 : experiment.spec().priority();
    return prioritiesOfTrials.getOrDefault(
        row.trial(), priorities.getOrDefault(row.experiment(), itsOwn));
  }

  private void accept(Event.ExperimentAccepted accepted, Instant time) {
    List<TrialId> ids = accepted.trials().stream().map(TrialEntry::trial).toList();
    experiments.put(
        accepted.experiment(),
        new ExperimentRow(accepted.experiment(), accepted.spec(), ids, time));
    facts.put(
        accepted.source(),
        new Fact.Accepted(
            accepted.verb(), accepted.experiment(), ids, toCome(accepted.spec(), ids.size())));
    accepted.spec().key().ifPresent(key -> keys.put(key, accepted.source()));
    accepted.trials().forEach(entry -> add(accepted.experiment(), accepted.spec(), entry));
  }

  private static int toCome(ExperimentSpec spec, int now) {
    return spec.search().learns() ? (int) spec.trialCount() - now : 0;
  }

  private void suggest(Event.TrialSuggested suggested) {
    experiments.computeIfPresent(
        suggested.experiment(),
        (id, row) -> {
          add(id, row.spec(), suggested.trial());
          return row.with(suggested.trial().trial());
        });
  }

  private void add(ExperimentId experiment, ExperimentSpec spec, TrialEntry entry) {
    trials.put(
        entry.trial(),
        new TrialRow(
            entry.trial(),
            experiment,
            spec.trial(entry.assignment()),
            entry.assignment(),
            entry.forkedFrom(),
            TrialStatus.QUEUED,
            0,
            "",
            Optional.empty(),
            Optional.empty(),
            Collections.emptySortedMap(),
            entry.forkedFrom().map(from -> "begins with " + from.told()).orElse("")));
  }

  private void change(TrialId trial, UnaryOperator<TrialRow> step) {
    trials.computeIfPresent(trial, (id, row) -> step.apply(row));
  }

  /** The trial with which the experiment began, if that was on other data. */
  private Optional<TrialId> otherDataThan(TrialRow row, DataFacts data) {
    if (data.fingerprint().isEmpty()) {
      return Optional.empty();
    }
    FirstData first =
        firstData.computeIfAbsent(
            row.experiment(), id -> new FirstData(data.fingerprint(), row.trial()));
    return first.fingerprint().equals(data.fingerprint())
        ? Optional.empty()
        : Optional.of(first.trial());
  }

  private void health(String worker, WorkerRow.Health health) {
    workers.computeIfPresent(worker, (name, row) -> row.with(health));
  }

  private static String words(Event.AttemptEnded ended) {
    return Reason.how(ended.outcome(), ended.message());
  }
}
