package podium.engine.decide;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import podium.engine.decide.Command.Raw;
import podium.engine.forecast.Forecasts;
import podium.engine.state.Legality;
import podium.engine.state.SchedulerState;
import podium.engine.state.SlotState;
import podium.engine.state.Trial;
import podium.engine.state.WorkerState;
import podium.protocol.Text;
import podium.protocol.event.Event;
import podium.protocol.event.Reason;
import podium.protocol.event.TrialEntry;
import podium.protocol.experiment.Catalog;
import podium.protocol.experiment.ExperimentSpec;
import podium.protocol.experiment.Fault;
import podium.protocol.id.ExperimentId;
import podium.protocol.report.Outcome;
import podium.protocol.report.Report;
import podium.protocol.request.Request;
import podium.protocol.request.Request.Reading;

/** {@code decide}: what a command leads to in a state. Pure; changes nothing. */
public final class Decider {
  private Decider() {}

  /**
   * The fact that a request leaves, unless it left one before.
   *
   * @param now time of that fact
   */
  public static Optional<Event> decide(
      SchedulerState state, Command.TakeRequest command, Instant now) {
    return command.source().offset() < state.nextRequest(command.source().partition())
        ? Optional.empty()
        : Optional.of(onRequest(state, command, now));
  }

  /** The fact that a request leaves whose own fact does not fit into a record of the log. */
  public static Event tooLarge(Command.TakeRequest command, int encodedBytes) {
    return rejected(
        command,
        List.of(
            Text.of(
                "what it asks for makes a record of %d bytes, too large for the log; ask for"
                    + " it in parts",
                encodedBytes)));
  }

  /** The fact that requests are gone. */
  public static Event decide(Command.MissRequests missed) {
    return new Event.RequestsLost(
        missed.topic(), missed.partition(), missed.from(), missed.to(), "");
  }

  /** The fact that a worker stops, if it is registered. */
  public static Optional<Event> decide(SchedulerState state, Command.Leave leave) {
    return state.registered(leave.worker(), leave.incarnation())
        ? Optional.of(new Event.WorkerLeft(leave.worker(), leave.incarnation()))
        : Optional.empty();
  }

  private static Event onRequest(SchedulerState state, Command.TakeRequest command, Instant now) {
    return switch (command.reading()) {
      case Reading.Refused refused ->
          rejected(
              command, refused.told(Admission.reasonsAgainst(refused.needs(), state.catalog())));
      case Reading.Understood understood ->
          understood
              .request()
              .key()
              .flatMap(key -> known(state, command, understood.request(), key))
              .orElseGet(() -> onRequest(state, command, understood.request(), now));
    };
  }

  private static Event onRequest(
      SchedulerState state, Command.TakeRequest command, Request request, Instant now) {
    return switch (request) {
      case Request.Submit submit -> onSubmit(state, command, submit.spec(), now);
      case Request.Act act -> Acting.on(state, command, act.key(), act.action(), now);
    };
  }

  /** A key that is taken: the request is a repeat, or it is something else and is refused. */
  private static Optional<Event> known(
      SchedulerState state, Command.TakeRequest command, Request request, String key) {
    return state
        .ownerOf(key)
        .map(
            owner -> {
              List<String> differences = Admission.differences(owner, request, state.catalog());
              return differences.isEmpty()
                  ? new Event.RequestDuplicate(command.source(), key, owner.id())
                  : rejected(
                      command,
                      List.of(Admission.otherThan(owner, key, command.source(), differences)));
            });
  }

  private static Event onSubmit(
      SchedulerState state, Command.TakeRequest command, ExperimentSpec given, Instant now) {
    Catalog catalog = state.catalog();
    List<Fault> faults = Admission.reasonsAgainst(given, catalog);
    if (!faults.isEmpty()) {
      return rejected(command, new Reading.Refused(faults, 0, Request.Needs.NONE).told(List.of()));
    }
    ExperimentSpec spec = Admission.canonical(given, catalog);
    int number = state.experimentsNamed(spec.experiment()) + 1;
    ExperimentId id = ExperimentId.of(spec.experiment(), number);
    List<java.util.Map<String, Object>> assignments = spec.assignments();
    Optional<String> full = Admission.tooMany(state, assignments.size());
    if (full.isPresent()) {
      return rejected(command, List.of(full.get()));
    }
    List<TrialEntry> trials =
        java.util.stream.IntStream.range(0, assignments.size())
            .mapToObj(i -> new TrialEntry(id.trial(i + 1), assignments.get(i)))
            .toList();
    return new Event.ExperimentAccepted(
        command.source(),
        id,
        spec,
        trials,
        Forecasts.of(state, now, id, spec, trials),
        Optional.empty());
  }

  static Event rejected(Command.TakeRequest command, List<String> reasons) {
    Raw raw = command.raw();
    return new Event.RequestRejected(
        command.source(), reasons, raw.quote(), raw.bytes(), raw.sha256());
  }

  /** What becomes of a worker that registers. */
  public static Decided<Answer.ToRegister> decide(SchedulerState state, Command.Register register) {
    if (state.replaced(register.incarnation())) {
      return Decided.only(replaced(state, register.worker()));
    }
    Optional<Event> fact =
        state.registered(register.worker(), register.incarnation())
                && isHeldAsKnown(state, register)
            ? recovered(state, register.worker(), register.incarnation())
            : Optional.of(
                new Event.WorkerRegistered(
                    register.worker(),
                    register.incarnation(),
                    register.host(),
                    register.slots(),
                    register.catalog(),
                    register.checkpointHome(),
                    register.holds(),
                    register.address(),
                    register.keepEvery()));
    return new Decided<>(fact, new Answer.Registered());
  }

  /** Whether a worker that is known has what it should have; an order may be on its way. */
  private static boolean isHeldAsKnown(SchedulerState state, Command.Register register) {
    return state.heldBy(register.worker()).stream()
        .filter(trial -> trial.lastSequence(trial.attempt()) > 0)
        .allMatch(
            trial ->
                register.holds().stream()
                    .anyMatch(
                        holding ->
                            holding.trial().equals(trial.id())
                                && holding.attempt() == trial.attempt()));
  }

  /** The fact that a worker is about to stop, if it is new. */
  public static Optional<Event> decide(SchedulerState state, Command.Leaving leaving) {
    return state
        .worker(leaving.worker())
        .filter(worker -> state.registered(leaving.worker(), leaving.incarnation()))
        .filter(worker -> !worker.leaving())
        .map(worker -> new Event.WorkerLeaving(leaving.worker(), leaving.incarnation()));
  }

  /** What is done about an attempt of which nothing is heard, if it has lasted long enough. */
  public static Optional<Event> decide(SchedulerState state, Command.Quiet quiet) {
    return state
        .trial(quiet.trial())
        .filter(trial -> trial.attempt() == quiet.attempt())
        .filter(trial -> quiet.quiet().compareTo(Overdue.silence(state, trial)) >= 0)
        .flatMap(Decider::idle);
  }

  private static Optional<Event> idle(Trial trial) {
    return switch (trial.state()) {
      case PLACED -> Optional.of(Dues.ended(trial, Outcome.NOT_BEGUN));
      case RUNNING -> Optional.of(new Event.StopOrdered(trial.id(), trial.attempt(), Outcome.HUNG));
      case QUEUED, STOPPING, ADRIFT, SETTLING -> Optional.empty();
      case PAUSED, HELD, SUCCEEDED, FAILED, CANCELLED, STOPPED -> Optional.empty();
    };
  }

  /** The facts that slots have nobody in them any more of whom it was not known. */
  public static List<Event> decide(SchedulerState state, Command.Free free) {
    SlotState stuck = new SlotState.Stuck(free.trial(), free.attempt());
    return state
        .worker(free.worker())
        .filter(worker -> state.registered(free.worker(), free.incarnation()))
        .stream()
        .flatMap(worker -> worker.slots().entrySet().stream())
        .filter(slot -> slot.getValue().equals(stuck))
        .map(Map.Entry::getKey)
        .<Event>map(slot -> new Event.SlotFreed(free.worker(), free.incarnation(), slot))
        .toList();
  }

  /** What a worker's sign of life leads to. */
  public static Decided<Answer.ToHear> decide(SchedulerState state, Command.Hear hear) {
    if (state.registered(hear.worker(), hear.incarnation())) {
      return new Decided<>(recovered(state, hear.worker(), hear.incarnation()), new Answer.Known());
    }
    return Decided.only(
        state.replaced(hear.incarnation())
            ? replaced(state, hear.worker())
            : new Answer.Stranger());
  }

  private static Optional<Event> recovered(
      SchedulerState state, String worker, String incarnation) {
    return state
        .worker(worker)
        .filter(known -> known.liveness() == WorkerState.Liveness.SUSPECT)
        .map(known -> new Event.WorkerRecovered(worker, incarnation));
  }

  private static Answer.Replaced replaced(SchedulerState state, String worker) {
    return new Answer.Replaced(
        state.worker(worker).map(known -> known.registration().host()).orElse(""));
  }

  /** The fact that a worker's silence leads to, if it has lasted long enough. */
  public static Optional<Event> decide(SchedulerState state, Command.Silence silence) {
    if (!state.registered(silence.worker(), silence.incarnation())) {
      return Optional.empty();
    }
    if (silence.silence().compareTo(state.settings().lostAfter()) >= 0) {
      return Optional.of(
          new Event.WorkerLost(
              silence.worker(), silence.incarnation(), new Reason.Silent(silence.silence())));
    }
    boolean alive =
        state
            .worker(silence.worker())
            .filter(worker -> worker.liveness() == WorkerState.Liveness.ALIVE)
            .isPresent();
    return alive && silence.silence().compareTo(state.settings().suspectAfter()) >= 0
        ? Optional.of(
            new Event.WorkerSuspected(silence.worker(), silence.incarnation(), silence.silence()))
        : Optional.empty();
  }

  /** What becomes of a report. */
  public static Decided<Answer.ToReport> decide(SchedulerState state, Command.TakeReport command) {
    Report report = command.report();
    return state
        .trial(report.trial())
        .filter(trial -> report.attempt() >= 1 && report.attempt() <= trial.attempt())
        .map(trial -> onReport(trial, command))
        .orElse(Decided.only(new Answer.Fenced()));
  }

  private static Decided<Answer.ToReport> onReport(Trial trial, Command.TakeReport command) {
    Report report = command.report();
    // why: names and numbers come again after a log is begun anew; holders do not
    long next = trial.lastSequence(report.attempt(), command.holder()) + 1;
    boolean held =
        report.attempt() == trial.attempt()
            && trial.holder().filter(h -> h.is(command.worker(), command.holder())).isPresent();
    // why: a holder whose disk lost its last reports tells the end under a number that was counted
    boolean over = held && report instanceof Report.Ended;
    if (report.sequence() < next && !over) {
      // why: whoever did not hear that it is fenced would go on for nothing, and keep its slot
      boolean fenced = trial.isFenced(report.attempt(), command.holder(), report.sequence());
      return Decided.only(fenced ? new Answer.Fenced() : new Answer.Repeat(next));
    }
    if (!held) {
      return Decided.of(fenced(trial, command.holder(), report), new Answer.Fenced());
    }
    if (trial.state() == Trial.State.ADRIFT) {
      return Decided.only(new Answer.HeldBack());
    }
    Optional<String> outOfTurn =
        report instanceof Report.Epoch epoch && report.sequence() == next
            ? Legality.outOfTurn(trial, epoch.result().epoch())
            : Optional.empty();
    if (outOfTurn.isPresent()) {
      // why: whoever trains so trains nothing that can be shown, and may go on with it
      return Decided.of(
          new Event.AttemptEnded(
              trial.id(), trial.attempt(), 0, Outcome.FAILED_CODE, outOfTurn.get(), false),
          new Answer.Fenced());
    }
    // why: acknowledging past a gap would lose what is missing
    return report.sequence() > next
        ? Decided.only(new Answer.Gap(next))
        : Decided.of(fact(trial, report, next), new Answer.Counted(next + 1));
  }

  private static Event fact(Trial trial, Report report, long sequence) {
    return switch (report) {
      case Report.Started started ->
          new Event.TrialStarted(started.trial(), started.attempt(), sequence, started.start());
      case Report.Epoch epoch ->
          new Event.EpochCompleted(epoch.trial(), epoch.attempt(), sequence, epoch.result());
      case Report.Ended ended ->
          new Event.AttemptEnded(
              ended.trial(),
              ended.attempt(),
              sequence,
              trial.stopping().map(stop -> stop.insteadOf(ended.outcome())).orElse(unasked(ended)),
              ended.message(),
              ended.hopeless());
    };
  }

  /** How an attempt ended that nobody asked to stop: no worker cancels or stops a trial. */
  private static Outcome unasked(Report.Ended ended) {
    return ended.outcome() == Outcome.CANCELLED || ended.outcome() == Outcome.STOPPED
        ? Outcome.FAILED_INFRASTRUCTURE
        : ended.outcome();
  }

  private static Event fenced(Trial trial, String holder, Report report) {
    return new Event.ReportFenced(
        report.trial(),
        report.attempt(),
        holder,
        report.sequence(),
        report.getClass().getSimpleName(),
        report.attempt() < trial.attempt()
            ? new Reason.LaterAttempt(trial.attempt())
            : new Reason.NotHeld());
  }
}
