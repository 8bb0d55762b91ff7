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
import podium.engine.log.LogCursor;
import podium.engine.log.Reading;
import podium.engine.state.Fold;
import podium.engine.state.SchedulerState;
import podium.engine.state.SlotState;
import podium.engine.state.WorkerState;
import podium.protocol.Text;
import podium.protocol.event.Event;
import podium.protocol.event.Holding;
import podium.protocol.event.TrialStatus;
import podium.protocol.message.SchedulerMessage;
import podium.protocol.message.WorkerMessage;
import podium.protocol.report.Report;

/**
 * Sees all that happens in a world: audits the log record by record, and asks of what a scheduler
 * says whether the log says so too.
 */
final class Witness {
  private final Broker broker;
  private final List<String> violations = new ArrayList<>();
  private LogCursor cursor = new LogCursor();
  private Auditor auditor = new Auditor();
  private SchedulerState state = new SchedulerState();
  private Told told = new Told();
  private int read;
  private long cuts;

  /** Reports that a worker said, and what it said that it holds, by its incarnation. */
  private final Set<String> saidReports = new HashSet<>();

  private final Map<String, Set<List<Holding>>> saidHolds = new HashMap<>();

  /** What the log says, as far as schedulers tell workers of it. */
  private static final class Told {
    final Set<String> trials = new HashSet<>();
    final Set<String> placed = new HashSet<>();
    final Set<String> held = new HashSet<>();
    final Map<String, Long> reports = new HashMap<>();
    final Set<String> registered = new HashSet<>();
    long fenced;
    long lost;
  }

  Witness(Broker broker) {
    this.broker = broker;
  }

  /** What was found wrong. */
  List<String> violations() {
    return List.copyOf(violations);
  }

  /** What folding the log gives. */
  SchedulerState state() {
    return state;
  }

  /** What was lost on the way, as the log has it; nothing when nobody's work was. */
  Optional<String> losses() {
    int again = told.placed.size() - told.trials.size();
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
        Text.of("defect: %s: %s, at %s", who, defect, at.length == 0 ? "nowhere" : at[0]));
  }

  void violates(String what) {
    violations.add(what);
  }

  /** Reads what is new in the log. */
  void look() {
    List<byte[]> log = broker.log();
    if (broker.cuts() > cuts) {
      cuts = broker.cuts();
      cursor = new LogCursor();
      auditor = new Auditor();
      state = new SchedulerState();
      told = new Told();
      read = 0;
    }
    for (; read < log.size(); read++) {
      Reading reading = cursor.read(read, log.get(read));
      auditor.take(reading).stream().map(Violation::told).forEach(violations::add);
      if (reading instanceof Reading.Counted counted) {
        Fold.apply(state, counted.entry());
        note(counted.entry().event());
        state
            .lastRefusal()
            .ifPresent(
                why -> violations.add(Text.of("offset %d: refused: %s", counted.offset(), why)));
      }
    }
  }

  private void note(Event event) {
    switch (event) {
      case Event.TrialPlaced it -> {
        told.trials.add(it.trial());
        told.placed.add(it.trial() + "." + it.attempt());
      }
      case Event.TrialStarted it ->
          report(
              it.trial(),
              it.attempt(),
              it.sequence(),
              "began after " + it.start().resumedFromEpoch());
      case Event.EpochCompleted it ->
          report(it.trial(), it.attempt(), it.sequence(), "epoch " + it.result().epoch());
      case Event.AttemptEnded it -> {
        if (it.sequence() > 0) {
          report(it.trial(), it.attempt(), it.sequence(), "end");
        }
      }
      case Event.WorkerRegistered it -> {
        told.registered.add(it.incarnation());
        if (!saidHolds.getOrDefault(it.incarnation(), Set.of()).contains(it.holds())) {
          violations.add("a worker never said so: " + it.holds() + " of " + it.incarnation());
        }
        it.holds().forEach(held -> told.held.add(held.trial() + "." + held.attempt()));
      }
      case Event.ReportFenced ignored -> told.fenced++;
      case Event.WorkerLost ignored -> told.lost++;
      default -> {}
    }
  }

  private void report(String trial, int attempt, long sequence, String what) {
    told.reports.merge(trial + "." + attempt, sequence, Math::max);
    if (!saidReports.contains(trial + "." + attempt + ": " + what)) {
      violations.add(Text.of("nobody said so: %s.%d: %s", trial, attempt, what));
    }
  }

  /** A worker says that. */
  void said(SchedulerMessage message) {
    switch (message) {
      case SchedulerMessage.Hello it ->
          saidHolds
              .computeIfAbsent(it.incarnation(), incarnation -> new HashSet<>())
              .add(it.holds());
      case SchedulerMessage.Deliver it -> {
        Report report = it.report();
        saidReports.add(
            report.trial()
                + "."
                + report.attempt()
                + ": "
                + switch (report) {
                  case Report.Started started ->
                      "began after " + started.start().resumedFromEpoch();
                  case Report.Epoch epoch -> "epoch " + epoch.result().epoch();
                  case Report.Ended ignored -> "end";
                });
      }
      default -> {}
    }
  }

  /** A scheduler says that to a worker: whatever it rests on must be in the log. */
  void sent(WorkerMessage message) {
    look();
    switch (message) {
      case WorkerMessage.Train it ->
          require(told.placed.contains(it.trial() + "." + it.attempt()), message);
      case WorkerMessage.Stop it ->
          require(
              told.placed.contains(it.trial() + "." + it.attempt())
                  || told.held.contains(it.trial() + "." + it.attempt()),
              message);
      case WorkerMessage.Answer it when it.verdict() == WorkerMessage.Verdict.ACCEPTED ->
          require(
              told.reports.getOrDefault(it.trial() + "." + it.attempt(), 0L) >= it.sequence(),
              message);
      case WorkerMessage.Answer ignored -> {}
      case WorkerMessage.Welcome it -> require(told.registered.contains(it.incarnation()), message);
      case WorkerMessage.HelloAgain ignored -> {}
      case WorkerMessage.Replaced ignored -> {}
    }
  }

  private void require(boolean holds, WorkerMessage message) {
    if (!holds) {
      violations.add("a scheduler says what the log does not: " + message);
    }
  }

  /** A trainer finds none of the checkpoints that it was told to go on from. */
  void misses(WorkerMessage.Train order) {
    // why: what a lost tail had counted may have been followed by clearing up
    if (cuts == 0) {
      violations.add("no checkpoint is left of those that an order names: " + order);
    }
  }

  /** What is still to be done, as far as the log knows; nothing when all is over. */
  Optional<String> unfinished(Map<Integer, Long> requests) {
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
