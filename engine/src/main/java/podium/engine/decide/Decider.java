package podium.engine.decide;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import podium.engine.decide.Command.Raw;
import podium.engine.decide.Decision.Append;
import podium.engine.state.Legality;
import podium.engine.state.SchedulerState;
import podium.engine.state.SlotState;
import podium.engine.state.Trial;
import podium.engine.state.WorkerState;
import podium.protocol.Text;
import podium.protocol.event.Event;
import podium.protocol.event.Reason;
import podium.protocol.event.Source;
import podium.protocol.event.TrialEntry;
import podium.protocol.experiment.Catalog;
import podium.protocol.experiment.ExperimentSpec;
import podium.protocol.experiment.Fault;
import podium.protocol.report.Outcome;
import podium.protocol.report.Report;
import podium.protocol.request.Request;
import podium.protocol.request.Request.Reading;

/** {@code decide}: what a command leads to in a state. Pure; changes nothing. */
public final class Decider {
  private Decider() {}

  /** One fact to append, or only an answer. */
  public static Decision decide(SchedulerState state, Command command) {
    return switch (command) {
      case Command.TakeRequest request -> onRequest(state, request);
      case Command.MissRequests missed ->
          new Append(
              new Event.RequestsLost(
                  missed.topic(), missed.partition(), missed.from(), missed.to(), ""));
      case Command.Register register -> onRegister(state, register);
      case Command.Hear hear -> onHear(state, hear);
      case Command.Silence silence -> onSilence(state, silence);
      case Command.Leaving leaving -> onLeaving(state, leaving);
      case Command.Quiet quiet -> onQuiet(state, quiet);
      case Command.Free free -> onFree(state, free);
      case Command.Leave leave ->
          state.registered(leave.worker(), leave.incarnation())
              ? new Append(new Event.WorkerLeft(leave.worker(), leave.incarnation()))
              : new Decision.Stranger();
      case Command.TakeReport report -> onReport(state, report);
      case Command.RefuseTooLarge large ->
          rejected(
              large.source(),
              large.raw(),
              List.of(
                  Text.of(
                      "what it asks for makes a record of %d bytes, too large for the log; ask for"
                          + " it in parts",
                      large.encodedBytes())));
    };
  }

  private static Decision onRequest(SchedulerState state, Command.TakeRequest command) {
    if (command.source().offset() < state.nextRequest(command.source().partition())) {
      return new Decision.Known();
    }
    return switch (command.reading()) {
      case Reading.Refused refused ->
          rejected(
              command.source(),
              command.raw(),
              refused.told(Admission.reasonsAgainst(refused.needs(), state.catalog())));
      case Reading.Understood understood ->
          understood
              .request()
              .key()
              .flatMap(key -> known(state, command, understood.request(), key))
              .orElseGet(() -> onRequest(state, command, understood.request()));
    };
  }

  private static Decision onRequest(
      SchedulerState state, Command.TakeRequest command, Request request) {
    return switch (request) {
      case Request.Submit submit -> onSubmit(state, command, submit.spec());
      case Request.Cancel cancel -> onCancel(state, command, cancel);
    };
  }

  /** A key that is taken: the request is a repeat, or it is something else and is refused. */
  private static Optional<Decision> known(
      SchedulerState state, Command.TakeRequest command, Request request, String key) {
    return state
        .ownerOf(key)
        .map(
            owner -> {
              List<String> differences = Admission.differences(owner, request, state.catalog());
              return differences.isEmpty()
                  ? new Append(new Event.RequestDuplicate(command.source(), key, owner.id()))
                  : rejected(
                      command.source(),
                      command.raw(),
                      List.of(Admission.otherThan(owner, key, command.source(), differences)));
            });
  }

  private static Decision onSubmit(
      SchedulerState state, Command.TakeRequest command, ExperimentSpec given) {
    Catalog catalog = state.catalog();
    List<Fault> faults = Admission.reasonsAgainst(given, catalog);
    if (!faults.isEmpty()) {
      return rejected(
          command.source(),
          command.raw(),
          new Reading.Refused(faults, 0, Request.Needs.NONE).told(List.of()));
    }
    ExperimentSpec spec = Admission.canonical(given, catalog);
    int number = state.experimentsNamed(spec.experiment()) + 1;
    String id = spec.experiment() + "-" + number;
    List<java.util.Map<String, Object>> assignments = spec.assignments();
    List<TrialEntry> trials =
        java.util.stream.IntStream.range(0, assignments.size())
            .mapToObj(i -> new TrialEntry(id + "." + (i + 1), assignments.get(i)))
            .toList();
    return new Append(new Event.ExperimentAccepted(command.source(), id, spec, trials));
  }

  private static Decision onCancel(
      SchedulerState state, Command.TakeRequest command, Request.Cancel cancel) {
    List<Trial> meant = Targets.of(state, cancel.target());
    if (meant.isEmpty()) {
      return rejected(
          command.source(),
          command.raw(),
          List.of(
              "nothing is called "
                  + cancel.target()
                  + "; give an experiment's id or name, or a trial's id"));
    }
    List<String> open =
        meant.stream()
            .filter(trial -> !trial.status().ended() && !trial.cancelled())
            .map(Trial::id)
            .toList();
    return open.isEmpty()
        ? rejected(
            command.source(),
            command.raw(),
            List.of(
                cancel.target() + " has nothing left to cancel: it ended or is being cancelled"))
        : new Append(
            new Event.CancelAccepted(command.source(), cancel.key(), cancel.target(), open));
  }

  private static Decision rejected(Source source, Raw raw, List<String> reasons) {
    return new Append(
        new Event.RequestRejected(source, reasons, raw.quote(), raw.bytes(), raw.sha256()));
  }

  private static Decision onRegister(SchedulerState state, Command.Register register) {
    if (state.replaced(register.incarnation())) {
      return replaced(state, register.worker());
    }
    return state.registered(register.worker(), register.incarnation())
            && isHeldAsKnown(state, register)
        ? onHear(state, new Command.Hear(register.worker(), register.incarnation()))
        : new Append(
            new Event.WorkerRegistered(
                register.worker(),
                register.incarnation(),
                register.host(),
                register.slots(),
                register.catalog(),
                register.checkpointHome(),
                register.holds()));
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

  private static Decision onLeaving(SchedulerState state, Command.Leaving leaving) {
    if (!state.registered(leaving.worker(), leaving.incarnation())) {
      return new Decision.Stranger();
    }
    return state.worker(leaving.worker()).filter(WorkerState::leaving).isPresent()
        ? new Decision.Known()
        : new Append(new Event.WorkerLeaving(leaving.worker(), leaving.incarnation()));
  }

  private static Decision onQuiet(SchedulerState state, Command.Quiet quiet) {
    return state
        .trial(quiet.trial())
        .filter(trial -> trial.attempt() == quiet.attempt())
        .filter(trial -> quiet.quiet().compareTo(Overdue.silence(state, trial)) >= 0)
        .flatMap(Decider::given)
        .<Decision>map(Append::new)
        .orElse(new Decision.Known());
  }

  /** What is done about an attempt that does nothing. */
  private static Optional<Event> given(Trial trial) {
    return switch (trial.state()) {
      case PLACED -> Optional.of(Dues.ended(trial, Outcome.NOT_BEGUN));
      case RUNNING -> Optional.of(new Event.StopOrdered(trial.id(), trial.attempt(), Outcome.HUNG));
      case QUEUED, STOPPING, ADRIFT, SETTLING, SUCCEEDED, FAILED, CANCELLED -> Optional.empty();
    };
  }

  private static Decision onFree(SchedulerState state, Command.Free free) {
    return state
        .worker(free.worker())
        .filter(worker -> state.registered(free.worker(), free.incarnation()))
        .flatMap(
            worker ->
                worker.slots().entrySet().stream()
                    .filter(
                        slot ->
                            slot.getValue()
                                .equals(new SlotState.Stuck(free.trial(), free.attempt())))
                    .map(Map.Entry::getKey)
                    .findFirst())
        .<Decision>map(
            slot -> new Append(new Event.SlotFreed(free.worker(), free.incarnation(), slot)))
        .orElse(new Decision.Known());
  }

  private static Decision onHear(SchedulerState state, Command.Hear hear) {
    if (!state.registered(hear.worker(), hear.incarnation())) {
      return state.replaced(hear.incarnation())
          ? replaced(state, hear.worker())
          : new Decision.Stranger();
    }
    return state
        .worker(hear.worker())
        .filter(worker -> worker.liveness() == WorkerState.Liveness.SUSPECT)
        .<Decision>map(
            worker -> new Append(new Event.WorkerRecovered(hear.worker(), hear.incarnation())))
        .orElse(new Decision.Known());
  }

  private static Decision replaced(SchedulerState state, String worker) {
    return new Decision.Replaced(
        state.worker(worker).map(known -> known.registration().host()).orElse(""));
  }

  private static Decision onSilence(SchedulerState state, Command.Silence silence) {
    if (!state.registered(silence.worker(), silence.incarnation())) {
      return new Decision.Stranger();
    }
    if (silence.silence().compareTo(state.settings().lostAfter()) >= 0) {
      return new Append(
          new Event.WorkerLost(
              silence.worker(), silence.incarnation(), new Reason.Silent(silence.silence())));
    }
    boolean alive =
        state
            .worker(silence.worker())
            .filter(worker -> worker.liveness() == WorkerState.Liveness.ALIVE)
            .isPresent();
    return alive && silence.silence().compareTo(state.settings().suspectAfter()) >= 0
        ? new Append(
            new Event.WorkerSuspected(silence.worker(), silence.incarnation(), silence.silence()))
        : new Decision.Known();
  }

  private static Decision onReport(SchedulerState state, Command.TakeReport command) {
    Report report = command.report();
    return state
        .trial(report.trial())
        .filter(trial -> report.attempt() >= 1 && report.attempt() <= trial.attempt())
        .map(trial -> onReport(trial, command))
        .orElse(new Decision.Fenced());
  }

  private static Decision onReport(Trial trial, Command.TakeReport command) {
    Report report = command.report();
    // why: names and numbers come again after a log is begun anew; holders do not
    long next = trial.lastSequence(report.attempt(), command.holder()) + 1;
    if (report.sequence() < next) {
      return new Decision.Repeat(next);
    }
    boolean held =
        report.attempt() == trial.attempt()
            && trial.holder().filter(h -> h.is(command.worker(), command.holder())).isPresent();
    if (!held) {
      return new Append(fenced(trial, command.holder(), report));
    }
    if (trial.state() == Trial.State.ADRIFT) {
      return new Decision.HeldBack();
    }
    // why: acknowledging past a gap would lose what is missing
    return report.sequence() > next ? new Decision.Gap(next) : new Append(fact(trial, report));
  }

  private static Event fact(Trial trial, Report report) {
    return switch (report) {
      case Report.Started started ->
          new Event.TrialStarted(
              started.trial(), started.attempt(), started.sequence(), started.start());
      case Report.Epoch epoch ->
          Legality.outOfTurn(trial, epoch.result().epoch())
              .<Event>map(
                  // why: whoever trains so trains nothing that can be shown; its slot may be busy
                  why ->
                      new Event.AttemptEnded(
                          trial.id(), trial.attempt(), 0, Outcome.FAILED_CODE, why, false))
              .orElseGet(
                  () ->
                      new Event.EpochCompleted(
                          epoch.trial(), epoch.attempt(), epoch.sequence(), epoch.result()));
      case Report.Ended ended ->
          new Event.AttemptEnded(
              ended.trial(),
              ended.attempt(),
              ended.sequence(),
              trial.stopping().map(stop -> stop.insteadOf(ended.outcome())).orElse(ended.outcome()),
              ended.message(),
              ended.hopeless());
    };
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
