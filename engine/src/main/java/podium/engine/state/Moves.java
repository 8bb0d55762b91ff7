package podium.engine.state;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import podium.protocol.event.TrialStatus;
import podium.protocol.report.Outcome;

/** How trials move between the sets of a state. Confined to its owner. */
final class Moves {
  private final SchedulerState state;

  Moves(SchedulerState state) {
    this.state = state;
  }

  void become(Trial trial, TrialStatus status) {
    state.statuses.remove(trial);
    trial.status = status;
    state.statuses.add(trial);
  }

  /** Of two wishes the stronger one counts, from when it was said. */
  void stop(Trial trial, Stop.Why why) {
    if (trial.stopping.filter(stop -> stop.why().compareTo(why) >= 0).isEmpty()) {
      trial.stopping = Optional.of(new Stop(why, state.time));
    }
    state.yielding.remove(trial);
    if (why == Stop.Why.YIELD && trial.preemption.isPresent()) {
      trial.preempted++;
    }
    state.preempted.remove(trial);
    state.victims.refresh(trial);
    state.stopping.put(trial, trial.stopping.map(Stop::since).orElse(state.time));
    limit(trial);
  }

  /** When its epoch is over by its limits; only of one that runs. */
  void limit(Trial trial) {
    state.limited.put(trial, trial.epochEnds());
  }

  void adrift(Trial trial, Optional<Instant> since) {
    state.adrift.remove(trial);
    trial.adriftSince = since;
    since.ifPresent(ignored -> state.adrift.add(trial));
    state.victims.refresh(trial);
  }

  void forsake(Trial trial, Outcome as) {
    trial.forsakenAs = Optional.of(trial.stopping.map(stop -> stop.why().outcome()).orElse(as));
    state.forsaken.add(trial);
  }

  /** It waits for a slot from now on. */
  void queued(Trial trial) {
    become(trial, TrialStatus.QUEUED);
    trial.queuedAt = state.time;
    trial.notBefore = Instant.EPOCH;
  }

  /** It waits: for a slot, or for what people want of it to be said. */
  void enqueue(Trial trial) {
    if (trial.stopping.isPresent()) {
      state.cancelledInQueue.add(trial);
    } else if (trial.pause.isPresent() || trial.toHold().isPresent()) {
      state.pausedInQueue.add(trial);
    } else {
      state.queue.add(trial, state.time);
    }
  }

  /** It waits no more. */
  void dequeue(Trial trial) {
    state.queue.remove(trial);
    abandon(trial);
    state.cancelledInQueue.remove(trial);
    state.pausedInQueue.remove(trial);
  }

  /** Slots are kept for a trial that waits; none are for another one. */
  void reserve(Reservation reservation) {
    state.reservation.map(Reservation::trial).ifPresent(this::abandon);
    state.reservation = Optional.of(reservation);
    keep(
        reservation.slots().worker(),
        reservation.slots().slots().collect(Collectors.toUnmodifiableSet()));
  }

  /** No slots are kept for it any more, if they were, and nobody makes way for it. */
  void abandon(Trial trial) {
    List.copyOf(state.makingWayFor(trial)).forEach(this::goesOn);
    state
        .reservation
        .filter(it -> it.trial() == trial)
        .ifPresent(
            it -> {
              state.reservation = Optional.empty();
              keep(it.slots().worker(), Set.of());
            });
  }

  /** Slots that cannot be given any more to whom they are kept for are kept no longer. */
  void lookAtReservation() {
    state
        .reservation
        .filter(
            it ->
                state.standsBack(it.trial())
                    || state.worker(it.slots().worker()).filter(it::stands).isEmpty())
        .ifPresent(it -> abandon(it.trial()));
  }

  private void keep(String name, Set<String> slots) {
    state
        .worker(name)
        .ifPresent(
            worker -> {
              worker.reserved = slots;
              state.supply.refresh(worker);
            });
  }

  /** Its attempt makes way for another trial, once its epoch is over. */
  void preempt(Trial trial, Preemption preemption) {
    trial.preemption = Optional.of(preemption);
    state
        .inFavourOf
        .computeIfAbsent(preemption.inFavourOf(), id -> new TreeSet<>(Trial.BY_ACCEPTANCE))
        .add(trial);
    state.preempted.put(trial, preemption.since());
    state.victims.refresh(trial);
  }

  /** Its attempt makes way for nobody any more. */
  void goesOn(Trial trial) {
    trial
        .preemption
        .map(Preemption::inFavourOf)
        .ifPresent(
            waits ->
                state.inFavourOf.computeIfPresent(
                    waits,
                    (id, trials) -> {
                      trials.remove(trial);
                      return trials.isEmpty() ? null : trials;
                    }));
    trial.preemption = Optional.empty();
    state.preempted.remove(trial);
    // why: people or its stopping rule may want it to make way nevertheless
    if (trial.pause.isEmpty() && trial.told.isEmpty()) {
      state.yielding.remove(trial);
    }
    state.victims.refresh(trial);
  }

  /** Its attempt makes way, as soon as people want it to, or another trial needs its slot. */
  void makeWay(Trial trial, boolean epochOver) {
    boolean goesOn = trial.state() == Trial.State.PLACED || trial.state() == Trial.State.RUNNING;
    boolean due =
        trial.told.isPresent()
            || trial.pause.filter(how -> epochOver || how == Trial.Pause.NOW).isPresent()
            || (epochOver && trial.preemption.isPresent());
    if (goesOn && due) {
      state.yielding.add(trial);
    }
  }

  /** What slots of a worker are left out changed. */
  void rested(String name) {
    state
        .worker(name)
        .ifPresent(
            worker -> {
              worker.resting = state.faults.resting(name);
              worker.taken = state.faults.taken(name);
              state.supply.refresh(worker);
            });
  }
}
