package podium.engine.state;

import java.time.Instant;
import java.util.Optional;
import podium.protocol.event.Entry;
import podium.protocol.event.Event;
import podium.protocol.event.Source;
import podium.protocol.event.TrialEntry;
import podium.protocol.event.TrialStatus;
import podium.protocol.report.Outcome;
import podium.protocol.topic.Topics;

/** {@code apply}: folds one valid event into a state. Pure but for the state, which it changes. */
public final class Fold {
  private Fold() {}

  /** Folds the next entry that counts. */
  public static void apply(SchedulerState state, Entry entry) {
    state.time = entry.time().isAfter(state.time) ? entry.time() : state.time;
    state.queue.ripen(state.time);
    switch (entry.event()) {
      case Event.SchedulerStarted started -> {
        state.log = state.log.isEmpty() ? entry.incarnation() : state.log;
        state.policy = started.policy();
        state.termSince = state.time;
        follow(state, started.requestsTopic());
      }
      case Event.ReignBegun ignored -> {}
      case Event.ExperimentAccepted accepted -> accept(state, accepted);
      case Event.RequestRejected rejected -> read(state, rejected.source());
      case Event.RequestDuplicate duplicate -> read(state, duplicate.source());
      case Event.RequestsLost lost -> lose(state, lost);
      case Event.CancelAccepted cancel -> cancel(state, cancel);
      case Event.WorkerRegistered registered -> register(state, registered);
      case Event.WorkerSuspected suspected ->
          live(state, suspected.worker(), WorkerState.Liveness.SUSPECT);
      case Event.WorkerRecovered recovered ->
          live(state, recovered.worker(), WorkerState.Liveness.ALIVE);
      case Event.WorkerLost lost -> {
        live(state, lost.worker(), WorkerState.Liveness.LOST);
        orphan(state, lost.worker(), Outcome.LOST_WORKER);
      }
      case Event.WorkerLeft left -> {
        live(state, left.worker(), WorkerState.Liveness.LOST);
        orphan(state, left.worker(), Outcome.PREEMPTED);
      }
      case Event.TrialPlaced placed -> place(state, placed);
      case Event.TrialStarted started ->
          trial(state, started.trial()).counted(started.attempt(), started.sequence());
      case Event.EpochCompleted epoch -> {
        Trial trial = trial(state, epoch.trial());
        trial.counted(epoch.attempt(), epoch.sequence());
        trial.fruitful = true;
        trial.checkpoints =
            trial.checkpoints.with(
                new Checkpoints.Kept(
                    epoch.result().checkpoint(),
                    trial.home,
                    trial.holder.map(Holder::worker).orElse("")));
      }
      case Event.AttemptEnded ended -> end(state, ended);
      case Event.TrialRequeued requeued -> {
        Trial trial = settled(state, requeued.trial());
        trial.status = TrialStatus.QUEUED;
        trial.queuedAt = state.time;
        trial.notBefore = requeued.notBefore().orElse(Instant.EPOCH);
        enqueue(state, trial);
      }
      case Event.TrialRestarted restarted -> {
        Trial trial = trial(state, restarted.trial());
        state.queue.remove(trial);
        trial.checkpoints = trial.checkpoints.upTo(restarted.fromEpoch());
        trial.queuedAt = state.time;
        state.queue.add(trial, state.time);
      }
      case Event.TrialEnded ended -> {
        Trial trial = settled(state, ended.trial());
        state.queue.remove(trial);
        state.cancelledInQueue.remove(trial);
        trial.status = ended.status();
      }
      case Event.ReportFenced fenced ->
          trial(state, fenced.trial()).fenced(fenced.attempt(), fenced.holder(), fenced.sequence());
    }
  }

  /** The offsets of one requests topic say nothing about another one. */
  private static void follow(SchedulerState state, String topic) {
    if (topic.isEmpty() || topic.equals(state.requestsTopic)) {
      return;
    }
    if (!state.requestsTopic.isEmpty()) {
      state.nextRequests.putIfAbsent(0, 0L);
      state.nextRequests.forEach(
          (partition, next) ->
              state.untold.add(
                  new Event.RequestsLost(
                      Topics.REQUESTS, partition, next, 0, state.requestsTopic)));
      state.nextRequests.clear();
    }
    state.requestsTopic = topic;
  }

  private static void lose(SchedulerState state, Event.RequestsLost lost) {
    if (lost.replaced().isEmpty()) {
      state.nextRequests.put(lost.partition(), lost.to());
    } else {
      state.untold.remove(lost);
    }
  }

  private static void accept(SchedulerState state, Event.ExperimentAccepted accepted) {
    read(state, accepted.source());
    String id = accepted.experiment();
    state.experimentsByName.merge(accepted.spec().experiment(), 1, Integer::sum);
    Experiment experiment =
        new Experiment(
            id,
            state.experiments.size(),
            accepted.spec(),
            accepted.trials().stream().map(TrialEntry::trial).toList());
    state.experiments.put(id, experiment);
    accepted.spec().key().ifPresent(key -> state.keys.put(key, new KeyOwner.Submitted(experiment)));
    for (int i = 0; i < accepted.trials().size(); i++) {
      Trial trial = new Trial(accepted.trials().get(i), experiment, i + 1);
      state.trials.put(trial.id(), trial);
      state.queue.add(trial, state.time);
    }
  }

  private static void cancel(SchedulerState state, Event.CancelAccepted cancel) {
    read(state, cancel.source());
    cancel.key().ifPresent(key -> state.keys.put(key, new KeyOwner.Cancelled(cancel.target())));
    for (String id : cancel.trials()) {
      Trial trial = trial(state, id);
      trial.cancelled = true;
      if (trial.status == TrialStatus.QUEUED) {
        state.queue.remove(trial);
        state.cancelledInQueue.add(trial);
      }
    }
  }

  private static void register(SchedulerState state, Event.WorkerRegistered registered) {
    state
        .worker(registered.worker())
        .filter(before -> !before.is(registered.incarnation()))
        .ifPresent(before -> state.replacedIncarnations.add(before.registration.incarnation()));
    orphan(state, registered.worker(), Outcome.LOST_WORKER);
    state.workers.put(registered.worker(), new WorkerState(registered, state.time));
  }

  private static void orphan(SchedulerState state, String workerId, Outcome as) {
    state
        .worker(workerId)
        .ifPresent(
            worker ->
                worker.slots.replaceAll(
                    (slot, held) -> {
                      held.flatMap(state::trial)
                          .filter(trial -> trial.holder.isPresent())
                          .ifPresent(
                              trial -> {
                                trial.orphanedAs = as;
                                state.orphaned.add(trial);
                              });
                      return Optional.empty();
                    }));
  }

  private static void place(SchedulerState state, Event.TrialPlaced placed) {
    Trial trial = trial(state, placed.trial());
    state.queue.remove(trial);
    trial.status = TrialStatus.RUNNING;
    trial.attempt = placed.attempt();
    trial.begun(placed.attempt(), placed.incarnation());
    trial.fruitful = false;
    trial.holder = Optional.of(new Holder(placed.worker(), placed.incarnation(), placed.slot()));
    state
        .worker(placed.worker())
        .ifPresent(
            worker -> {
              worker.slots.put(placed.slot(), Optional.of(placed.trial()));
              trial.home = worker.registration.checkpointHome();
            });
  }

  private static void end(SchedulerState state, Event.AttemptEnded ended) {
    Trial trial = trial(state, ended.trial());
    trial.counted(ended.attempt(), ended.sequence());
    trial.holder.ifPresent(holder -> free(state, holder, trial));
    if (ended.outcome() == Outcome.PREEMPTED) {
      trial
          .holder
          .flatMap(holder -> state.worker(holder.worker()))
          .ifPresent(worker -> worker.leaving = true);
    }
    trial.holder = Optional.empty();
    trial.unsettled =
        Optional.of(new Trial.Ending(ended.outcome(), ended.message(), ended.hopeless()));
    if (ended.outcome() == Outcome.LOST_WORKER
        || ended.outcome() == Outcome.FAILED_INFRASTRUCTURE) {
      trial.losses++;
      trial.fruitless = trial.fruitful ? 0 : trial.fruitless + 1;
    }
    if (ended.outcome() == Outcome.FAILED_CODE || ended.outcome() == Outcome.FAILED_OOM) {
      trial.codeFailures++;
      trial.fruitless = trial.fruitful ? 0 : trial.fruitless + 1;
    }
    state.orphaned.remove(trial);
    state.unsettled.add(trial);
  }

  private static void free(SchedulerState state, Holder holder, Trial trial) {
    state
        .worker(holder.worker())
        .filter(worker -> worker.is(holder.incarnation()))
        .ifPresent(
            worker ->
                worker.slots.computeIfPresent(
                    holder.slot(), (slot, held) -> held.filter(id -> !id.equals(trial.id()))));
  }

  private static Trial settled(SchedulerState state, String id) {
    Trial trial = trial(state, id);
    trial.unsettled = Optional.empty();
    state.unsettled.remove(trial);
    return trial;
  }

  private static void enqueue(SchedulerState state, Trial trial) {
    if (trial.cancelled) {
      state.cancelledInQueue.add(trial);
    } else {
      state.queue.add(trial, state.time);
    }
  }

  private static void live(SchedulerState state, String worker, WorkerState.Liveness liveness) {
    state
        .worker(worker)
        .ifPresent(
            known -> {
              known.liveness = liveness;
              if (liveness == WorkerState.Liveness.LOST) {
                known.since = state.time;
              }
            });
  }

  private static void read(SchedulerState state, Source source) {
    state.nextRequests.merge(source.partition(), source.offset() + 1, Math::max);
  }

  private static Trial trial(SchedulerState state, String id) {
    return state
        .trial(id)
        .orElseThrow(() -> new IllegalStateException("the log names an unknown trial " + id));
  }
}
