package podium.engine.study;

import java.time.Duration;
import java.util.Optional;
import podium.engine.decide.Command;
import podium.engine.decide.Decider;
import podium.engine.decide.Dues;
import podium.engine.state.SchedulerState;
import podium.protocol.event.Entry;
import podium.protocol.event.Event;
import podium.protocol.event.Reason;
import podium.protocol.event.Source;
import podium.protocol.experiment.ExperimentSpec;
import podium.protocol.id.TrialId;
import podium.protocol.report.Outcome;
import podium.protocol.request.Action;
import podium.protocol.request.Request;

/**
 * What is decided where an entry of a log stands, from what stood before it, the entry's time and
 * what the entry itself tells of its cause. Pure; changes nothing.
 */
sealed interface DecidedAgain {

  /**
   * A decision.
   *
   * @param event none where nothing is decided now
   * @param byTime whether time alone brings it, so that nobody had to ask
   */
  record Decision(Optional<Event> event, boolean byTime) implements DecidedAgain {}

  /** The entry says what the scheduler was told, and not enough of it to decide it again. */
  record Told() implements DecidedAgain {}

  /** Longer than any silence that counts. */
  Duration SILENT = Duration.ofDays(36_500);

  /** What is decided in that state where the entry comes next. */
  static DecidedAgain of(SchedulerState state, Entry entry) {
    return switch (entry.event()) {
      case Event.TrialPlaced it -> due(state, entry);
      case Event.TrialRequeued it -> due(state, entry);
      case Event.TrialPaused it -> due(state, entry);
      case Event.TrialRestarted it -> due(state, entry);
      case Event.TrialEnded it -> due(state, entry);
      case Event.AttemptReadopted it -> due(state, entry);
      case Event.PreemptionOrdered it -> due(state, entry);
      case Event.SlotsReserved it -> due(state, entry);
      case Event.TrialSuggested it -> due(state, entry);
      case Event.TrialPromoted it -> due(state, entry);
      case Event.SlotQuarantined it -> due(state, entry);
      case Event.SlotProbed it -> due(state, entry);
      case Event.WorkerForgotten it -> due(state, entry);
      case Event.StopOrdered it ->
          it.why() == Outcome.HUNG
              ? quiet(state, entry, it.trial(), it.attempt())
              : due(state, entry);
      case Event.AttemptEnded it -> attemptEnded(state, entry, it);
      case Event.RequestsLost it ->
          state.untold().isPresent() ? due(state, entry) : new DecidedAgain.Told();
      case Event.WorkerSuspected it -> silent(state, it.worker(), it.incarnation(), it.silence());
      case Event.WorkerRecovered it ->
          asked(Decider.decide(state, new Command.Hear(it.worker(), it.incarnation())).fact());
      case Event.ExperimentAccepted it ->
          it.asked().isPresent()
              ? acted(state, entry, it.source(), it.spec().key(), it.asked().get())
              : submitted(state, entry, it.source(), it.spec());
      case Event.CancelAccepted it ->
          acted(state, entry, it.source(), it.key(), new Action.Cancel(it.target()));
      case Event.RequestAccepted it -> acted(state, entry, it.source(), it.key(), it.action());
      case Event.WorkerLost it ->
          it.reason() instanceof Reason.Silent silent
              ? silent(state, it.worker(), it.incarnation(), silent.silence())
              : new DecidedAgain.Told();
      case Event.RequestRejected it -> new DecidedAgain.Told();
      case Event.RequestDuplicate it -> new DecidedAgain.Told();
      case Event.TrialStarted it -> new DecidedAgain.Told();
      case Event.EpochCompleted it -> new DecidedAgain.Told();
      case Event.ReportFenced it -> new DecidedAgain.Told();
      case Event.SchedulerStarted it -> new DecidedAgain.Told();
      case Event.ReignBegun it -> new DecidedAgain.Told();
      case Event.SchedulerStoodDown it -> new DecidedAgain.Told();
      case Event.SnapshotTaken it -> new DecidedAgain.Told();
      case Event.WorkerRegistered it -> new DecidedAgain.Told();
      case Event.WorkerLeaving it -> new DecidedAgain.Told();
      case Event.WorkerLeft it -> new DecidedAgain.Told();
      case Event.SlotFreed it -> new DecidedAgain.Told();
    };
  }

  private static DecidedAgain due(SchedulerState state, Entry entry) {
    return new DecidedAgain.Decision(Dues.due(state, entry.time()), true);
  }

  private static DecidedAgain asked(Optional<Event> event) {
    return new DecidedAgain.Decision(event, false);
  }

  private static DecidedAgain silent(
      SchedulerState state, String worker, String incarnation, Duration silence) {
    return asked(Decider.decide(state, new Command.Silence(worker, incarnation, silence)));
  }

  private static DecidedAgain attemptEnded(
      SchedulerState state, Entry entry, Event.AttemptEnded ended) {
    if (ended.sequence() > 0 || !ended.message().isEmpty()) {
      // why: a report was the cause, of an epoch out of turn where it has no number
      return new DecidedAgain.Told();
    }
    return ended.outcome() == Outcome.NOT_BEGUN
        ? quiet(state, entry, ended.trial(), ended.attempt())
        : due(state, entry);
  }

  /** What is due; else what follows from the silence that there must have been. */
  private static DecidedAgain quiet(SchedulerState state, Entry entry, TrialId trial, int attempt) {
    Optional<Event> due = Dues.due(state, entry.time()).filter(entry.event()::equals);
    return due.isPresent()
        ? new DecidedAgain.Decision(due, true)
        : asked(Decider.decide(state, new Command.Quiet(trial, attempt, SILENT)));
  }

  private static DecidedAgain submitted(
      SchedulerState state, Entry entry, Source source, ExperimentSpec spec) {
    return requested(state, entry, source, new Request.Submit(spec));
  }

  private static DecidedAgain acted(
      SchedulerState state, Entry entry, Source source, Optional<String> key, Action action) {
    return requested(state, entry, source, new Request.Act(key, action));
  }

  private static DecidedAgain requested(
      SchedulerState state, Entry entry, Source source, Request request) {
    return asked(
        Decider.decide(
            state,
            new Command.TakeRequest(
                source, new Request.Reading.Understood(request), new Command.Raw("", 0, "")),
            entry.time()));
  }
}
