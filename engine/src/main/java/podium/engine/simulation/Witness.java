package podium.engine.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import podium.engine.audit.Auditor;
import podium.engine.audit.Violation;
import podium.engine.simulation.Hearsay.Words;
import podium.engine.state.LogFold;
import podium.engine.state.SchedulerState;
import podium.engine.state.SlotState;
import podium.engine.state.WorkerState;
import podium.protocol.Text;
import podium.protocol.event.Entry;
import podium.protocol.event.Event;
import podium.protocol.event.TrialStatus;
import podium.protocol.experiment.Limits;
import podium.protocol.id.AttemptId;
import podium.protocol.id.ExperimentId;
import podium.protocol.id.TrialId;
import podium.protocol.message.SchedulerMessage;
import podium.protocol.message.WorkerMessage;
import podium.protocol.report.Outcome;
import podium.protocol.report.Report;
import podium.protocol.request.Action;

/**
 * Sees all that happens in a world: audits the log record by record, and asks of what a scheduler
 * says whether the log says so too.
 */
final class Witness {
  private final Broker broker;
  private final Hearsay hearsay = new Hearsay();
  private final List<String> violations = new ArrayList<>();
  private Auditor auditor = new Auditor();
  private LogFold fold = new LogFold();
  private Told told = new Told();
  private int read;
  private long cuts;

  /** What the log says, as far as schedulers tell workers of it. */
  private static final class Told {
    final Set<TrialId> trials = new HashSet<>();
    final Set<AttemptId> placed = new HashSet<>();

    /** How many images at a time attempts are to compute, where their recipes do not say it. */
    final Map<AttemptId, Integer> parts = new HashMap<>();

    final Set<AttemptId> held = new HashSet<>();
    final Map<AttemptId, Long> reports = new HashMap<>();
    final Set<String> registered = new HashSet<>();

    /** Limits of time that experiments had, now or before. */
    final Map<ExperimentId, Set<Limits>> limits = new HashMap<>();

    long fenced;
    long lost;

    /** Further attempts that people asked for. */
    long asked;
  }

  Witness(Broker broker) {
    this.broker = broker;
  }

  /** What was found wrong. */
  List<String> violations() {
    return List.copyOf(violations);
  }

  /** What was lost on the way, as the log has it; nothing when nobody's work was. */
  Optional<String> losses() {
    long again = Math.max(0, told.placed.size() - told.trials.size() - told.asked);
    return told.fenced + told.lost + again == 0
        ? Optional.empty()
        : Optional.of(
            Text.of(
                "%d reports came to nothing, %d workers were lost, %d attempts were further ones",
                told.fenced, told.lost, again));
  }

  /** Somebody did what no process may do. */
  void defect(String who, RuntimeException defect) {
    StackTraceElement[] at = defect.getStackTrace();
    violations.add(
        Text.of(
            "a process cannot go on: %s: %s, at %s",
            who, defect, at.length == 0 ? "nowhere" : at[0]));
  }

  void violates(String what) {
    violations.add(what);
  }

  /** Reads what is new in the log. */
  void look() {
    List<byte[]> log = broker.log();
    if (broker.cuts() > cuts) {
      cuts = broker.cuts();
      auditor = new Auditor();
      fold = new LogFold();
      told = new Told();
      read = 0;
    }
    for (; read < log.size(); read++) {
      LogFold.Judged judged = fold.read(read, log.get(read));
      auditor.take(judged.reading()).stream().map(Violation::told).forEach(violations::add);
      long offset = read;
      judged.against().ifPresent(why -> violates(Text.of("offset %d: refused: %s", offset, why)));
      judged.effect().map(Entry::event).ifPresent(this::note);
    }
  }

  private void note(Event event) {
    switch (event) {
      case Event.TrialPlaced it -> {
        told.trials.add(it.trial());
        AttemptId attempt = new AttemptId(it.trial(), it.attempt());
        told.placed.add(attempt);
        it.microBatch().ifPresent(images -> told.parts.put(attempt, images));
      }
      case Event.TrialStarted it ->
          report(
              new Words(
                  new AttemptId(it.trial(), it.attempt()),
                  Report.Started.class,
                  it.start().resumedFromEpoch()),
              it.sequence());
      case Event.EpochCompleted it ->
          report(
              new Words(
                  new AttemptId(it.trial(), it.attempt()), Report.Epoch.class, it.result().epoch()),
              it.sequence());
      case Event.AttemptEnded it when it.sequence() > 0 -> {
        report(
            new Words(new AttemptId(it.trial(), it.attempt()), Report.Ended.class, 0),
            it.sequence());
        told.asked += it.outcome() == Outcome.PREEMPTED || goesOnSmaller(it) ? 1 : 0;
      }
      case Event.ExperimentAccepted it -> limited(it.experiment());
      case Event.RequestAccepted it when it.action() instanceof Action.Change ->
          it.experiments().forEach(this::limited);
      case Event.RequestAccepted it when it.action() instanceof Action.Retry ->
          told.asked += it.trials().size();
      case Event.WorkerRegistered it -> {
        told.registered.add(it.incarnation());
        it.holds().forEach(held -> told.held.add(new AttemptId(held.trial(), held.attempt())));
        if (!hearsay.has(it.incarnation(), it.holds())) {
          violates("a worker never said so: " + it.holds() + " of " + it.incarnation());
        }
      }
      case Event.ReportFenced ignored -> told.fenced++;
      case Event.WorkerLost ignored -> told.lost++;
      default -> {}
    }
  }

  /** Whether memory ran out, and the trial is tried again. */
  private boolean goesOnSmaller(Event.AttemptEnded ended) {
    int budget = state().settings().codeFailures();
    return ended.outcome() == Outcome.FAILED_OOM
        && state()
            .trial(ended.trial())
            .filter(it -> it.shrinks() || it.codeFailures() < budget)
            .isPresent();
  }

  private void limited(ExperimentId id) {
    state()
        .experiment(id)
        .ifPresent(
            it ->
                told.limits
                    .computeIfAbsent(id, ignored -> new HashSet<>())
                    .add(Limits.NONE.timedAs(it.limits())));
  }

  private void report(Words words, long sequence) {
    told.reports.merge(words.attempt(), sequence, Math::max);
    if (!hearsay.has(words)) {
      violates("no worker ever said so: " + words);
    }
  }

  /** A worker says that. */
  void said(SchedulerMessage message) {
    hearsay.add(message);
  }

  /** A scheduler says that to a worker: whatever it rests on must be in the log. */
  void sent(WorkerMessage message) {
    look();
    boolean stands =
        switch (message) {
          case WorkerMessage.Train it ->
              told.placed.contains(new AttemptId(it.trial(), it.attempt()))
                  && it.spec().recipe().microBatch()
                      == told.parts.getOrDefault(new AttemptId(it.trial(), it.attempt()), 0);
          case WorkerMessage.Limit it ->
              told.placed.contains(new AttemptId(it.trial(), it.attempt()))
                  && told.limits
                      .getOrDefault(it.trial().experiment(), Set.of())
                      .contains(Limits.NONE.timedAs(it.limits()));
          case WorkerMessage.Stop it ->
              told.placed.contains(new AttemptId(it.trial(), it.attempt()))
                  || told.held.contains(new AttemptId(it.trial(), it.attempt()));
          case WorkerMessage.Answer it ->
              it.verdict() != WorkerMessage.Verdict.ACCEPTED
                  || told.reports.getOrDefault(new AttemptId(it.trial(), it.attempt()), 0L)
                      >= it.sequence();
          case WorkerMessage.Welcome it -> told.registered.contains(it.incarnation());
          case WorkerMessage.Heard it -> told.registered.contains(it.incarnation());
          case WorkerMessage.HelloAgain ignored -> true;
          case WorkerMessage.Reigning ignored -> true;
          case WorkerMessage.StandingBy ignored -> true;
          case WorkerMessage.Replaced ignored -> true;
        };
    if (!stands) {
      violates("a scheduler says what the log does not: " + message);
    }
  }

  /** A trainer finds none of the checkpoints that it was told to go on from. */
  void misses(WorkerMessage.Train order) {
    look();
    boolean stands =
        state()
            .trial(order.trial())
            .filter(trial -> trial.attempt() == order.attempt() && trial.holder().isPresent())
            .isPresent();
    // why: what a lost tail had counted may have been followed by clearing up
    if (stands && cuts == 0) {
      violations.add("no checkpoint is left of those that an order names: " + order);
    }
  }

  /** Whether the log gives the attempt those limits, as far as its worker can know by that term. */
  boolean isWithin(AttemptId attempt, String incarnation, Limits limits, long term) {
    look();
    return cuts > 0
        || term != fold.place().fence().term()
        || state()
            .trial(attempt.trial())
            .filter(it -> it.attempt() == attempt.attempt() && it.stopping().isEmpty())
            .filter(
                it -> it.holder().filter(by -> by.incarnation().equals(incarnation)).isPresent())
            .filter(it -> it.adriftSince().isEmpty())
            .filter(it -> !limits.equals(limits.timedAs(it.experiment().limits())))
            .isEmpty();
  }

  /** An attempt is to have a slot that another one has, or is lent to. */
  void givenTwice(String slot, AttemptId attempt) {
    violations.add(Text.of("%s is given to attempt %s, and somebody has it", slot, attempt));
  }

  private SchedulerState state() {
    return fold.state().orElseThrow();
  }

  /** What is still to be done, as far as the log knows; nothing when all is over. */
  Optional<String> unfinished(Map<Integer, Long> requests) {
    SchedulerState state = state();
    for (Map.Entry<Integer, Long> partition : requests.entrySet()) {
      if (state.nextRequest(partition.getKey()) < partition.getValue()) {
        return Optional.of(
            Text.of("request %d has no fact", state.nextRequest(partition.getKey())));
      }
    }
    for (String status : state.counts().keySet()) {
      if (!TrialStatus.valueOf(status).ended()) {
        return Optional.of("trials: " + state.counts());
      }
    }
    for (WorkerState worker : state.workers()) {
      for (Map.Entry<String, SlotState> slot : worker.slots().entrySet()) {
        if (worker.takesTrials() && !slot.getValue().isFree()) {
          return Optional.of(
              Text.of(
                  "slot %s of %s: %s",
                  slot.getKey(), worker.registration().worker(), slot.getValue()));
        }
      }
    }
    return Optional.empty();
  }
}
