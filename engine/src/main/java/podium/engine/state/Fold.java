package podium.engine.state;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import podium.protocol.event.Entry;
import podium.protocol.event.Event;
import podium.protocol.event.Grant;
import podium.protocol.event.Holding;
import podium.protocol.event.Reason;
import podium.protocol.event.TrialStatus;
import podium.protocol.id.ExperimentId;
import podium.protocol.id.TrialId;
import podium.protocol.report.Outcome;
import podium.protocol.report.Score;

/**
 * {@code apply}: folds one entry that counts into a state. Pure but for the state, which it alone
 * writes.
 */
public final class Fold {
  private final SchedulerState state;
  private final Moves moves;

  private Fold(SchedulerState state) {
    this.state = state;
    this.moves = new Moves(state);
  }

  /**
   * Folds the next entry that counts.
   *
   * @return why it has no effect, when it contradicts the state
   */
  public static Optional<String> apply(SchedulerState state, Entry entry) {
    Optional<String> against = Legality.against(state, entry.event());
    if (against.isPresent()) {
      state.refused++;
      return against;
    }
    state.time = entry.time().isAfter(state.time) ? entry.time() : state.time;
    state.queue.ripen(state.time);
    Fold fold = new Fold(state);
    fold.apply(entry);
    fold.moves.lookAtReservation();
    return Optional.empty();
  }

  private void apply(Entry entry) {
    switch (entry.event()) {
      case Event.SchedulerStarted started -> {
        state.log = state.log.isEmpty() ? entry.incarnation() : state.log;
        state.settings = state.given.follow(started.settings());
        state.followSettings();
        state.termSince = state.time;
        state.scheduler = started.address();
        state.stoodDown = false;
        state.requests.follow(started.requestsTopic());
      }
      case Event.ReignBegun ignored -> {}
      case Event.SchedulerStoodDown ignored -> state.stoodDown = true;
      case Event.SnapshotTaken taken -> state.snapshots.add(taken);
      case Event.ExperimentAccepted accepted -> accept(accepted);
      case Event.TrialSuggested suggested -> suggest(suggested);
      case Event.RequestRejected rejected -> state.requests.read(rejected.source());
      case Event.RequestDuplicate duplicate -> state.requests.read(duplicate.source());
      case Event.RequestsLost lost -> state.requests.lose(lost);
      case Event.CancelAccepted cancel -> {
        leaveOut(cancel.trials());
        new Asked(state, moves).take(cancel);
      }
      case Event.RequestAccepted accepted -> {
        leaveOut(accepted.trials());
        accepted.experiments().forEach(state.calibration::leaveOut);
        new Asked(state, moves).take(accepted);
      }
      case Event.WorkerRegistered registered -> register(registered);
      case Event.WorkerSuspected suspected ->
          change(suspected.worker(), worker -> worker.liveness = WorkerState.Liveness.SUSPECT);
      case Event.WorkerRecovered recovered ->
          change(
              recovered.worker(),
              worker -> {
                worker.liveness = WorkerState.Liveness.ALIVE;
                worker.aliveSince = state.time;
              });
      case Event.WorkerLost lost -> {
        gone(lost.worker());
        heldBy(lost.worker()).forEach(this::setAdrift);
      }
      case Event.WorkerLeaving leaving -> change(leaving.worker(), worker -> worker.leaving = true);
      case Event.WorkerLeft left -> {
        gone(left.worker());
        heldBy(left.worker()).forEach(trial -> moves.forsake(trial, Outcome.PREEMPTED));
      }
      case Event.WorkerForgotten forgotten -> state.forget(known(forgotten.worker()));
      case Event.TrialPlaced placed -> place(placed);
      case Event.TrialStarted started -> {
        Trial trial = trial(started.trial());
        trial.sequences.counted(started.attempt(), started.sequence());
        trial.lastEpoch = started.start().resumedFromEpoch();
        trial.device = started.start().device();
        trial.epochSince = state.time;
        moves.limit(trial);
      }
      case Event.EpochCompleted epoch -> complete(epoch);
      case Event.AttemptReadopted back -> {
        Trial trial = trial(back.trial());
        state.returned.remove(trial);
        moves.adrift(trial, Optional.empty());
        trial.epochSince = state.time;
        moves.limit(trial);
        moves.makeWay(trial, false);
      }
      case Event.StopOrdered ordered -> {
        Trial trial = trial(ordered.trial());
        moves.stop(trial, Legality.why(ordered.why()).orElseThrow());
      }
      case Event.PreemptionOrdered ordered ->
          moves.preempt(trial(ordered.trial()), new Preemption(ordered.inFavourOf(), state.time));
      case Event.SlotsReserved reserved ->
          moves.reserve(
              new Reservation(
                  trial(reserved.trial()), holder(reserved.grants()), reserved.until()));
      case Event.SlotFreed freed ->
          change(freed.worker(), worker -> worker.slots.put(freed.slot(), SlotState.nobody()));
      case Event.SlotQuarantined faulty -> {
        state.faults.rest(
            new FaultySlot.Name(faulty.worker(), faulty.slot()),
            state.time,
            faulty.reason() instanceof Reason.GpuTaken);
        moves.rested(faulty.worker());
      }
      case Event.SlotProbed probed -> {
        state.faults.probe(new FaultySlot.Name(probed.worker(), probed.slot()));
        moves.rested(probed.worker());
      }
      case Event.AttemptEnded ended -> end(ended);
      case Event.TrialRequeued requeued -> {
        Trial trial = settled(requeued.trial());
        moves.become(trial, TrialStatus.QUEUED);
        trial.stopping = trial.stopping.filter(stop -> stop.why() == Stop.Why.CANCEL);
        trial.queuedAt = state.time;
        trial.notBefore = requeued.notBefore().orElse(Instant.EPOCH);
        moves.enqueue(trial);
      }
      case Event.TrialPaused paused -> {
        Trial trial = settled(paused.trial());
        moves.dequeue(trial);
        moves.become(trial, TrialStatus.PAUSED);
        trial.stopping = trial.stopping.filter(stop -> stop.why() == Stop.Why.CANCEL);
        state.contests.look(trial);
      }
      case Event.TrialPromoted promoted -> promote(trial(promoted.trial()), promoted.rung());
      case Event.TrialRestarted restarted -> {
        Trial trial = trial(restarted.trial());
        state.queue.remove(trial);
        trial.checkpoints = trial.checkpoints.upTo(restarted.fromEpoch());
        trial.queuedAt = state.time;
        state.queue.add(trial, state.time);
      }
      case Event.TrialEnded ended -> {
        Trial trial = settled(ended.trial());
        moves.dequeue(trial);
        moves.become(trial, ended.status());
        state.contests.ended(trial);
        state.calibration.ended(trial.experiment.id(), ended.status(), state.time);
        state.trials.keep(trial);
      }
      case Event.ReportFenced fenced -> {
        Trial trial = trial(fenced.trial());
        trial.sequences.fenced(fenced.attempt(), fenced.holder(), fenced.sequence());
        state.trials.keep(trial);
      }
    }
  }

  private void accept(Event.ExperimentAccepted accepted) {
    state.requests.read(accepted.source());
    ExperimentId id = accepted.experiment();
    state.experimentsByName.merge(accepted.spec().experiment(), 1, Integer::sum);
    Experiment experiment =
        new Experiment(id, state.experiments.size(), accepted.spec(), accepted.trials().size());
    state.experiments.put(id, experiment);
    state.searching(experiment);
    state.contests.add(experiment, experiment.size());
    accepted
        .forecast()
        .ifPresent(forecast -> state.calibration.expect(id, forecast, experiment.most()));
    accepted
        .spec()
        .key()
        .ifPresent(key -> state.keys.put(key, KeyOwner.of(experiment, accepted.asked())));
    for (int i = 0; i < accepted.trials().size(); i++) {
      add(new Trial(accepted.trials().get(i), experiment, i + 1));
    }
  }

  /** What was expected of these experiments is not what people want any more. */
  private void leaveOut(List<TrialId> trials) {
    trials.stream().map(TrialId::experiment).distinct().forEach(state.calibration::leaveOut);
  }

  private void add(Trial trial) {
    if (trial.checkpoints.base().isPresent()) {
      // why: it may wait for whoever sees its checkpoint, and that is bounded
      trial.queuedAt = state.time;
    }
    state.trials.add(trial);
    state.statuses.add(trial);
    state.queue.add(trial, state.time);
  }

  private void suggest(Event.TrialSuggested suggested) {
    Experiment grown = state.experiment(suggested.experiment()).orElseThrow().grown();
    new Asked(state, moves).replace(grown);
    state.searching(grown);
    add(new Trial(suggested.trial(), grown, grown.size()));
  }

  /** Whatever changes about a worker is seen by those who look for slots. */
  private void change(String name, Consumer<WorkerState> change) {
    WorkerState worker = known(name);
    change.accept(worker);
    state.supply.refresh(worker);
  }

  private void register(Event.WorkerRegistered registered) {
    Optional<WorkerState> known = state.worker(registered.worker());
    // why: what it has free is known only by what it says now
    state
        .reservation
        .filter(it -> it.slots().worker().equals(registered.worker()))
        .ifPresent(it -> moves.abandon(it.trial()));
    known
        .filter(before -> !before.is(registered.incarnation()))
        .ifPresent(before -> state.replaced.put(before.registration.incarnation(), before.name()));
    WorkerState worker =
        new WorkerState(registered, state.supply.offer(registered.catalog()), state.time);
    worker.drained = state.drained(registered.worker());
    worker.resting = state.resting(registered.worker());
    worker.taken = state.faults.taken(registered.worker());
    state.workers.put(registered.worker(), worker);
    state.gpus.change(known, Optional.of(worker));
    heldBy(registered.worker()).forEach(trial -> rejoin(trial, worker));
    registered.holds().stream().filter(Holding::running).forEach(it -> stick(worker, it));
    state.supply.add(worker, known);
  }

  /** Whoever is on slots of a worker, and is not known to be there, may still be there. */
  private static void stick(WorkerState worker, Holding holding) {
    Stream.concat(Stream.of(holding.slot()), holding.beside().stream())
        .filter(worker::isFree)
        .forEach(
            slot ->
                worker.slots.computeIfPresent(
                    slot, (name, free) -> new SlotState.Stuck(holding.trial(), holding.attempt())));
  }

  /** What becomes of an attempt whose worker says what it holds. */
  private void rejoin(Trial trial, WorkerState worker) {
    Holder holder = trial.holder.orElseThrow();
    boolean sameProcess = worker.is(holder.incarnation());
    boolean held =
        worker.registration.holds().stream()
            .anyMatch(
                holding ->
                    holding.trial().equals(trial.id())
                        && holding.attempt() == trial.attempt
                        && (sameProcess || !holding.running()));
    boolean begun = trial.lastSequence(trial.attempt) > 0;
    if (!held && (begun || !sameProcess)) {
      moves.forsake(trial, Outcome.LOST_WORKER);
      return;
    }
    if (sameProcess) {
      SlotState busy = new SlotState.Busy(trial.id(), trial.attempt);
      holder.slots().forEach(slot -> worker.slots.put(slot, busy));
    }
    if (trial.adriftSince.isPresent()) {
      state.returned.add(trial);
    }
  }

  private void gone(String id) {
    change(
        id,
        worker -> {
          worker.liveness = WorkerState.Liveness.LOST;
          worker.since = state.time;
          worker.slots.replaceAll((slot, was) -> SlotState.nobody());
        });
  }

  private void setAdrift(Trial trial) {
    if (trial.stopping.isPresent()) {
      moves.forsake(trial, trial.stopping.get().why().outcome());
    } else {
      moves.goesOn(trial);
      moves.adrift(trial, Optional.of(state.time));
      state.returned.remove(trial);
      state.yielding.remove(trial);
      moves.limit(trial);
    }
  }

  private void place(Event.TrialPlaced placed) {
    Trial trial = trial(placed.trial());
    Grant lead = placed.lead();
    moves.dequeue(trial);
    moves.become(trial, TrialStatus.RUNNING);
    trial.attempt = placed.attempt();
    trial.microBatch = placed.microBatch();
    trial.shrinks = false;
    // why: the one text of it is kept, not another for each attempt
    trial.sequences.begun(placed.attempt(), known(lead.worker()).registration.incarnation());
    trial.fruitful = false;
    trial.lastEpoch = 0;
    trial.device = "";
    trial.epochSince = state.time;
    trial.holder = Optional.of(holder(placed.grants()));
    state.held.computeIfAbsent(lead.worker(), name -> newSet()).add(trial);
    for (Grant grant : placed.grants()) {
      change(
          grant.worker(),
          worker ->
              worker.slots.put(grant.slot(), new SlotState.Busy(placed.trial(), placed.attempt())));
    }
    trial.home = known(lead.worker()).registration.checkpointHome();
    trial.slots = placed.grants().size();
    trial.placedAt = state.time;
    state.share(trial.experiment, trial.slots);
    state.victims.refresh(trial);
  }

  private static Holder holder(List<Grant> grants) {
    Grant lead = grants.getFirst();
    List<String> beside = grants.stream().skip(1).map(Grant::slot).toList();
    return new Holder(lead.worker(), lead.incarnation(), lead.slot(), beside);
  }

  private void complete(Event.EpochCompleted epoch) {
    Trial trial = trial(epoch.trial());
    trial.sequences.counted(epoch.attempt(), epoch.sequence());
    String kind = EpochTimes.kind(trial);
    state.epochTimes.add(kind, epoch.result().seconds());
    if (!trial.fruitful) {
      double all = Duration.between(trial.placedAt, state.time).toMillis() / 1000.0;
      state.setUpTimes.add(kind, Math.max(0, all - epoch.result().seconds()));
    }
    trial.fruitful = true;
    trial.holder.stream().flatMap(Fold::named).forEach(state.faults::works);
    trial.lastEpoch = epoch.result().epoch();
    trial.epochSince = state.time;
    if (trial.experiment.spec().search().learns()) {
      epoch
          .result()
          .deciding()
          .map(Score::accuracy)
          .filter(score -> trial.score.filter(best -> best >= score).isEmpty())
          .ifPresent(score -> trial.score = Optional.of(score));
    }
    if (!state.tooLarge.isEmpty()) {
      int images = trial.spec().recipe().partImages();
      memoryOf(trial).ifPresent(it -> state.tooLarge.fits(it, images));
    }
    moves.limit(trial);
    String worker = trial.holder.map(Holder::worker).orElse("");
    int keepEvery = state.worker(worker).map(it -> it.registration.keepEvery()).orElse(0);
    trial.checkpoints = trial.checkpoints.with(epoch.result(), trial.home, worker, keepEvery);
    trial.told = state.contests.finished(trial, epoch.result());
    // why: where it could go meanwhile follows from its checkpoints
    moves.adrift(trial, trial.adriftSince);
    // why: after its last epoch it ends by itself
    moves.makeWay(trial, epoch.result().epoch() < trial.spec().recipe().epochs());
  }

  private void promote(Trial trial, int rung) {
    trial.told = Optional.empty();
    state.contests.pass(trial, rung);
    moves.queued(trial);
    moves.enqueue(trial);
  }

  private void end(Event.AttemptEnded ended) {
    Trial trial = trial(ended.trial());
    trial.sequences.counted(ended.attempt(), ended.sequence());
    Holder holder = trial.holder.orElseThrow();
    FaultySlot.Failed as = new FaultySlot.Failed(trial.id(), ended.outcome(), state.time);
    named(holder).forEach(slot -> state.faults.ended(slot, as, state.settings.quarantine()));
    // why: an attempt that went well on a slot that is left out shows that it works
    moves.rested(holder.worker());
    // why: only its worker can say that nobody is on a slot any more
    boolean told = ended.sequence() > 0 || isFirstFormat();
    state
        .worker(holder.worker())
        .filter(worker -> worker.is(holder.incarnation()))
        .ifPresent(worker -> change(worker.name(), it -> it.release(trial, told)));
    if (ended.outcome() == Outcome.PREEMPTED && isFirstFormat()) {
      // why: that a worker leaves was no fact of its own then
      state
          .worker(holder.worker())
          .ifPresent(worker -> change(worker.name(), it -> it.leaving = true));
    }
    boolean outOfMemory = ended.outcome() == Outcome.FAILED_OOM;
    if (outOfMemory) {
      int images = trial.spec().recipe().partImages();
      memoryOf(trial).ifPresent(it -> state.tooLarge.failed(it, images));
    }
    trial.shrinks = outOfMemory && !ended.hopeless() && trial.canShrink();
    boolean failure = ended.outcome().isFailure() && !trial.shrinks;
    forget(trial, holder.worker());
    trial.unsettled =
        Optional.of(new Trial.Ending(ended.outcome(), ended.message(), ended.hopeless()));
    if (ended.outcome().isLoss()) {
      trial.losses++;
    }
    if (failure) {
      trial.codeFailures++;
    }
    if (ended.outcome().isLoss() || failure) {
      trial.fruitless = trial.fruitful ? 0 : trial.fruitless + 1;
    }
    state.unsettled.add(trial);
  }

  /** What memory its attempt trains in, as long as its worker is known. */
  private Optional<TooLarge.Kind> memoryOf(Trial trial) {
    return trial.holder.flatMap(
        holder ->
            state
                .worker(holder.worker())
                .flatMap(worker -> worker.slot(holder.slot()))
                .map(slot -> TooLarge.Kind.of(trial.asAccepted(), slot)));
  }

  private static Stream<FaultySlot.Name> named(Holder holder) {
    return holder.slots().map(slot -> new FaultySlot.Name(holder.worker(), slot));
  }

  private void forget(Trial trial, String worker) {
    trial.holder = Optional.empty();
    state.share(trial.experiment, -trial.slots);
    trial.slotMillis += trial.slots * Duration.between(trial.placedAt, state.time).toMillis();
    trial.slots = 0;
    trial.forsakenAs = Optional.empty();
    state.held.computeIfPresent(
        worker,
        (name, trials) -> {
          trials.remove(trial);
          return trials.isEmpty() ? null : trials;
        });
    moves.goesOn(trial);
    state.stopping.remove(trial);
    state.yielding.remove(trial);
    state.limited.remove(trial);
    moves.adrift(trial, Optional.empty());
    state.returned.remove(trial);
    state.forsaken.remove(trial);
  }

  private boolean isFirstFormat() {
    return state.settings.rules() == 1;
  }

  private Trial settled(TrialId id) {
    Trial trial = trial(id);
    trial.unsettled = Optional.empty();
    state.unsettled.remove(trial);
    return trial;
  }

  private Set<Trial> heldBy(String worker) {
    // why: what is held changes while it is gone through
    return new TreeSet<>(state.held.getOrDefault(worker, newSet()));
  }

  private static SortedSet<Trial> newSet() {
    return new TreeSet<>(Trial.BY_ACCEPTANCE);
  }

  private WorkerState known(String worker) {
    return state.worker(worker).orElseThrow();
  }

  private Trial trial(TrialId id) {
    return state.trial(id).orElseThrow();
  }
}
