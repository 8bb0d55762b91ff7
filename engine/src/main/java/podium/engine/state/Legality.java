package podium.engine.state;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import podium.protocol.Text;
import podium.protocol.event.Event;
import podium.protocol.event.Grant;
import podium.protocol.event.Reason;
import podium.protocol.event.Source;
import podium.protocol.event.TrialEntry;
import podium.protocol.event.TrialStatus;
import podium.protocol.experiment.Recipe;
import podium.protocol.id.TrialId;
import podium.protocol.report.Outcome;
import podium.protocol.request.Action;

/**
 * What a fact may not contradict. Asked before an append, so that no scheduler writes what is not
 * so, and on reading, so that whatever stands in a log is no reason to stop. Pure.
 */
public final class Legality {
  private final SchedulerState state;

  private Legality(SchedulerState state) {
    this.state = state;
  }

  /** Why the fact cannot be, in that state; nothing when it can. */
  public static Optional<String> against(SchedulerState state, Event event) {
    return new Legality(state).against(event);
  }

  /** The wish to stop that ends an attempt so, if there is one. */
  static Optional<Stop.Why> why(Outcome outcome) {
    return Stream.of(Stop.Why.values()).filter(why -> why.outcome() == outcome).findFirst();
  }

  private Optional<String> against(Event event) {
    if (state.stoodDown() && !(event instanceof Event.SchedulerStarted)) {
      return Optional.of("the scheduler of this term has stood down");
    }
    return switch (event) {
      case Event.SchedulerStarted ignored -> Optional.empty();
      case Event.ReignBegun ignored -> Optional.empty();
      case Event.SchedulerStoodDown ignored -> Optional.empty();
      case Event.SnapshotTaken taken ->
          state.snapshots().stream()
              .findFirst()
              .filter(last -> last.offset() >= taken.offset())
              .map(last -> Text.of("a snapshot of offset %d was taken before", last.offset()));
      case Event.ExperimentAccepted accepted ->
          unread(accepted.source()).or(() -> against(accepted));
      case Event.TrialSuggested suggested -> against(suggested);
      case Event.RequestRejected rejected -> unread(rejected.source());
      case Event.RequestDuplicate duplicate -> unread(duplicate.source());
      case Event.RequestsLost ignored -> Optional.empty();
      case Event.CancelAccepted cancel ->
          unread(cancel.source())
              .or(() -> cancel.trials().stream().flatMap(id -> unknown(id).stream()).findFirst());
      case Event.RequestAccepted accepted ->
          unread(accepted.source())
              .or(() -> accepted.trials().stream().flatMap(id -> unknown(id).stream()).findFirst())
              .or(() -> notOver(accepted));
      case Event.WorkerRegistered registered ->
          unless(
              !state.replaced(registered.incarnation()),
              "incarnation %s was replaced before",
              registered.incarnation());
      case Event.WorkerSuspected suspected -> notLive(suspected.worker(), suspected.incarnation());
      case Event.WorkerRecovered recovered -> notLive(recovered.worker(), recovered.incarnation());
      case Event.WorkerLost lost -> notLive(lost.worker(), lost.incarnation());
      case Event.WorkerLeaving leaving -> notLive(leaving.worker(), leaving.incarnation());
      case Event.WorkerLeft left -> notLive(left.worker(), left.incarnation());
      case Event.WorkerForgotten forgotten ->
          unless(
              state
                      .worker(forgotten.worker())
                      .filter(worker -> worker.is(forgotten.incarnation()))
                      .filter(worker -> worker.liveness() == WorkerState.Liveness.LOST)
                      .isPresent()
                  && state.heldBy(forgotten.worker()).isEmpty(),
              "worker %s is not gone as %s, with nothing left of it",
              forgotten.worker(),
              forgotten.incarnation());
      case Event.TrialPlaced placed -> unknown(placed.trial()).or(() -> against(placed));
      case Event.TrialStarted started ->
          notNext(started.trial(), started.attempt(), started.sequence())
              .or(
                  () ->
                      unless(
                          started.sequence() == 1,
                          "%s begins with its report %d",
                          started.trial(),
                          started.sequence()));
      case Event.EpochCompleted epoch ->
          notNext(epoch.trial(), epoch.attempt(), epoch.sequence())
              .or(() -> outOfTurn(trial(epoch.trial()), epoch.result().epoch()));
      case Event.AttemptEnded ended ->
          ended.sequence() == 0
              ? notHeld(ended.trial(), ended.attempt())
              : notNext(ended.trial(), ended.attempt(), ended.sequence());
      case Event.AttemptReadopted back ->
          notHeld(back.trial(), back.attempt())
              .or(() -> wrong(back.trial(), Set.of(Trial.State.ADRIFT)));
      case Event.StopOrdered ordered ->
          notHeld(ordered.trial(), ordered.attempt())
              .or(
                  () ->
                      wrong(
                          ordered.trial(),
                          Set.of(Trial.State.PLACED, Trial.State.RUNNING, Trial.State.STOPPING)))
              .or(
                  () ->
                      unless(
                          why(ordered.why()).isPresent(),
                          "a stop does not end an attempt as %s",
                          ordered.why()));
      case Event.PreemptionOrdered ordered ->
          notHeld(ordered.trial(), ordered.attempt())
              .or(() -> wrong(ordered.trial(), Set.of(Trial.State.PLACED, Trial.State.RUNNING)))
              .or(() -> unknown(ordered.inFavourOf()))
              .or(() -> wrong(ordered.inFavourOf(), Set.of(Trial.State.QUEUED)))
              .or(() -> against(ordered));
      case Event.SlotsReserved reserved -> unknown(reserved.trial()).or(() -> against(reserved));
      case Event.SlotFreed freed ->
          notLive(freed.worker(), freed.incarnation())
              .or(
                  () ->
                      unless(
                          state.worker(freed.worker()).orElseThrow().slots().get(freed.slot())
                              instanceof SlotState.Stuck,
                          "slot %s of %s has nobody in it who should not be there",
                          freed.slot(),
                          freed.worker()));
      case Event.SlotQuarantined faulty ->
          notLive(faulty.worker(), faulty.incarnation())
              .or(
                  () ->
                      unless(
                          state
                                  .worker(faulty.worker())
                                  .orElseThrow()
                                  .slots()
                                  .containsKey(faulty.slot())
                              && !isLeftOut(faulty),
                          "worker %s has no slot %s that could be left out",
                          faulty.worker(),
                          faulty.slot()));
      case Event.SlotProbed probed ->
          unless(
              state.resting(probed.worker()).contains(probed.slot()),
              "slot %s of %s is not left out",
              probed.slot(),
              probed.worker());
      case Event.TrialRequeued requeued ->
          unknown(requeued.trial()).or(() -> wrong(requeued.trial(), Set.of(Trial.State.SETTLING)));
      case Event.TrialPaused paused ->
          unknown(paused.trial())
              .or(() -> wrong(paused.trial(), Set.of(Trial.State.SETTLING, Trial.State.QUEUED)))
              .or(
                  () ->
                      unless(
                          trial(paused.trial()).paused()
                              || trial(paused.trial()).toHold().isPresent(),
                          "nobody paused %s",
                          paused.trial()));
      case Event.TrialPromoted promoted ->
          unknown(promoted.trial())
              .or(() -> wrong(promoted.trial(), Set.of(Trial.State.HELD)))
              .or(() -> notAt(trial(promoted.trial()), promoted.rung()));
      case Event.TrialRestarted restarted ->
          unknown(restarted.trial()).or(() -> wrong(restarted.trial(), Set.of(Trial.State.QUEUED)));
      case Event.TrialEnded ended -> unknown(ended.trial()).or(() -> against(ended));
      case Event.ReportFenced fenced -> unknown(fenced.trial());
    };
  }

  private Optional<String> against(Event.TrialEnded ended) {
    Trial trial = trial(ended.trial());
    boolean stops = ended.status() == TrialStatus.STOPPED;
    Set<Trial.State> allowed =
        ended.reason() instanceof Reason.BaseOutOfReach && trial.checkpoints().base().isPresent()
            ? Set.of(Trial.State.QUEUED)
            : trial.stopping().isPresent()
                ? Set.of(
                    Trial.State.SETTLING, Trial.State.QUEUED, Trial.State.PAUSED, Trial.State.HELD)
                : stops
                    ? Set.of(Trial.State.SETTLING, Trial.State.HELD)
                    : Set.of(Trial.State.SETTLING);
    return wrong(ended.trial(), allowed)
        .or(
            () ->
                unless(
                    !stops || trial.told().isPresent(),
                    "no rule of its experiment stops %s",
                    ended.trial()));
  }

  private static Optional<String> notAt(Trial trial, int rung) {
    return unless(
        trial.heldAt().filter(at -> at.epoch() == rung).isPresent(),
        "trial %s is not held at the rung of epoch %d",
        trial.id(),
        rung);
  }

  private Optional<String> unread(Source source) {
    return unless(
        source.offset() >= state.nextRequest(source.partition()),
        "the request at offset %d of partition %d was answered before",
        source.offset(),
        source.partition());
  }

  private Optional<String> against(Event.ExperimentAccepted accepted) {
    List<TrialId> ids = accepted.trials().stream().map(TrialEntry::trial).toList();
    return unless(
            !state.experiments().containsKey(accepted.experiment()),
            "experiment %s is there already",
            accepted.experiment())
        .or(
            () ->
                unless(
                    ids.equals(
                        IntStream.rangeClosed(1, ids.size())
                            .mapToObj(accepted.experiment()::trial)
                            .toList()),
                    "the trials of %s are not numbered from 1",
                    accepted.experiment()))
        .or(() -> accepted.trials().stream().flatMap(it -> against(it).stream()).findFirst());
  }

  private Optional<String> against(TrialEntry entry) {
    return entry
        .forkedFrom()
        .filter(from -> !state.forks(from.trial()).contains(from))
        .map(from -> Text.of("%s cannot begin with %s", entry.trial(), from.told()));
  }

  private Optional<String> against(Event.TrialSuggested suggested) {
    TrialId id = suggested.trial().trial();
    return unless(
        state
            .experiment(suggested.experiment())
            .filter(it -> it.size() < it.most() && it.id().trial(it.size() + 1).equals(id))
            .isPresent(),
        "%s is not the next trial of a search %s",
        id,
        suggested.experiment());
  }

  private Optional<String> against(Event.TrialPlaced placed) {
    Trial trial = trial(placed.trial());
    return wrong(placed.trial(), Set.of(Trial.State.QUEUED))
        .or(
            () ->
                unless(
                    !trial.cancelled() && placed.attempt() == trial.attempt() + 1,
                    "attempt %d of %s cannot follow attempt %d",
                    placed.attempt(),
                    placed.trial(),
                    trial.attempt()))
        .or(
            () ->
                unless(
                    !state.isFull(trial),
                    "%s, or its owner, has all the slots that it may have",
                    trial.experiment().id()))
        .or(() -> keptRoom(trial))
        .or(() -> notTogether(trial, placed.grants()))
        .or(() -> placed.microBatch().flatMap(images -> noPart(trial, images)))
        .or(() -> placed.grants().stream().flatMap(grant -> taken(grant).stream()).findFirst())
        .or(() -> kept(trial, placed.grants()));
  }

  /** So many images at a time as batches of the trial are not computed in. */
  private static Optional<String> noPart(Trial trial, int images) {
    Recipe recipe = trial.asAccepted().recipe();
    return unless(
        trial.experiment().spec().shrinks()
            && images > 0
            && images < recipe.partImages()
            && recipe.batchSize() % images == 0,
        "%s does not compute its batches of %d images %d at a time",
        trial.id(),
        recipe.batchSize(),
        images);
  }

  /** What a limit leaves and another trial waits for. */
  private Optional<String> keptRoom(Trial trial) {
    return state
        .queue()
        .before(trial)
        .map(
            wide ->
                Text.of(
                    "%s is before %s, and what their owner may have is kept for it",
                    wide.id(), trial.id()));
  }

  /** Slots that are not what the trial needs together. */
  private static Optional<String> notTogether(Trial trial, List<Grant> grants) {
    int needs = trial.experiment().slotsEach();
    Grant lead = grants.getFirst();
    return unless(
        grants.stream().distinct().count() == needs
            && grants.size() == needs
            && grants.stream()
                .allMatch(
                    it ->
                        it.worker().equals(lead.worker())
                            && it.incarnation().equals(lead.incarnation())),
        "%s needs %d slots of one worker",
        trial.id(),
        needs);
  }

  /** Slots that are kept for another trial, which would have to wait for this one. */
  private Optional<String> kept(Trial trial, List<Grant> grants) {
    return state
        .reservation()
        .filter(it -> grants.stream().anyMatch(grant -> it.has(grant.worker(), grant.slot())))
        .filter(it -> !it.isOpenTo(trial, state.time(), state.timeLeft(trial)))
        .map(it -> Text.of("slots are kept for %s, which waits for them", it.trial().id()));
  }

  private Optional<String> against(Event.SlotsReserved reserved) {
    Trial trial = trial(reserved.trial());
    Grant lead = reserved.lead();
    return wrong(reserved.trial(), Set.of(Trial.State.QUEUED))
        .or(() -> notTogether(trial, reserved.grants()))
        .or(() -> notLive(lead.worker(), lead.incarnation()))
        .or(
            () ->
                unless(
                    state
                        .worker(lead.worker())
                        .orElseThrow()
                        .openSlots(Shape.of(trial))
                        .containsAll(reserved.grants().stream().map(Grant::slot).toList()),
                    "worker %s has not got those slots for %s",
                    lead.worker(),
                    trial.id()))
        .or(
            () ->
                unless(
                    !state.standsBack(trial)
                        && state
                            .reservation()
                            .filter(it -> it.trial().priority() >= trial.priority())
                            .isEmpty(),
                    "%s is at a limit, or slots are kept for a trial of no lower priority",
                    trial.id()));
  }

  private Optional<String> against(Event.PreemptionOrdered ordered) {
    Trial trial = trial(ordered.trial());
    Trial other = trial(ordered.inFavourOf());
    return unless(
        other.experiment().spec().preempt()
            && other.priority() > trial.rank()
            && trial.preemption().isEmpty()
            && (other.experiment().slotsEach() == 1
                ? state.makingWayFor(other).isEmpty()
                : holdsWhatIsKept(trial, other)),
        "%s does not make way for %s",
        trial.id(),
        other.id());
  }

  /** Whether the trial is on a slot that is kept for the other one. */
  private boolean holdsWhatIsKept(Trial trial, Trial other) {
    Holder holder = trial.holder().orElseThrow();
    return state
        .reservation()
        .filter(it -> it.trial() == other)
        .filter(it -> holder.slots().anyMatch(slot -> it.has(holder.worker(), slot)))
        .isPresent();
  }

  private Optional<String> taken(Grant grant) {
    return notLive(grant.worker(), grant.incarnation())
        .or(
            () ->
                unless(
                    state.worker(grant.worker()).orElseThrow().slots().get(grant.slot())
                        instanceof SlotState.Free,
                    "slot %s of %s is not free",
                    grant.slot(),
                    grant.worker()));
  }

  private Optional<String> notLive(String worker, String incarnation) {
    return unless(
        state.registered(worker, incarnation),
        "worker %s is not registered as %s",
        worker,
        incarnation);
  }

  private Optional<String> unknown(TrialId id) {
    return unless(state.trial(id).isPresent(), "trial %s is not known", id);
  }

  private Optional<String> notHeld(TrialId id, int attempt) {
    return unknown(id)
        .or(
            () ->
                unless(
                    trial(id).holder().isPresent() && trial(id).attempt() == attempt,
                    "attempt %d of %s is held by nobody",
                    attempt,
                    id));
  }

  private Optional<String> notNext(TrialId id, int attempt, long sequence) {
    return notHeld(id, attempt)
        .or(
            () ->
                unless(
                    sequence == trial(id).lastSequence(attempt) + 1,
                    "report %d of %s, attempt %d, does not follow report %d",
                    sequence,
                    id,
                    attempt,
                    trial(id).lastSequence(attempt)));
  }

  /** An epoch that does not follow the one before. */
  public static Optional<String> outOfTurn(Trial trial, int epoch) {
    return unless(
        epoch == trial.lastEpoch() + 1,
        "epoch %d of %s does not follow epoch %d",
        epoch,
        trial.id(),
        trial.lastEpoch());
  }

  private Optional<String> wrong(TrialId id, Set<Trial.State> allowed) {
    return unless(allowed.contains(trial(id).state()), "trial %s is %s", id, trial(id).state());
  }

  private Trial trial(TrialId id) {
    return state.trial(id).orElseThrow();
  }

  private static Optional<String> unless(boolean legal, String otherwise, Object... values) {
    return legal ? Optional.empty() : Optional.of(Text.of(otherwise, values));
  }

  /** Nothing is tried again that is not over. */
  private Optional<String> notOver(Event.RequestAccepted fact) {
    return fact.action() instanceof Action.Retry
        ? fact.trials().stream()
            .flatMap(id -> state.trial(id).stream())
            .filter(trial -> !trial.status().ended())
            .findFirst()
            .map(trial -> Text.of("trial %s is tried again and has not ended", trial.id()))
        : Optional.empty();
  }

  /** One that is, for what failed on it, can be left out for its GPU as well. */
  private boolean isLeftOut(Event.SlotQuarantined fact) {
    return fact.reason() instanceof Reason.GpuTaken
        ? state.faults.isTaken(new FaultySlot.Name(fact.worker(), fact.slot()))
        : state.resting(fact.worker()).contains(fact.slot());
  }
}
