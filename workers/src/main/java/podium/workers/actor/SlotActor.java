package podium.workers.actor;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;
import podium.protocol.experiment.Limits;
import podium.protocol.id.AttemptId;
import podium.protocol.report.Outcome;
import podium.protocol.report.Progress;
import podium.protocol.report.Report;
import podium.workers.domain.Assignment;
import podium.workers.domain.Trainer;

/** Trains one attempt at a time on one device; keeps at most one more in waiting. */
final class SlotActor {

  /** What a slot is told. */
  sealed interface Command {}

  /** Train this; what is being trained has lost its slot. */
  record Train(Assignment assignment) implements Command {}

  /** Train that attempt on within these limits of time. */
  record Limit(AttemptId attempt, Limits limits) implements Command {}

  /** End that attempt at its next batch; its reports still count. */
  record Stop(AttemptId attempt, Outcome why) implements Command {}

  /** End that attempt; nothing of it counts any more. */
  record Fence(AttemptId attempt) implements Command {}

  private record Returned(AttemptId attempt) implements Command {}

  private record Overdue(AttemptId attempt) implements Command {}

  private enum Look implements Command {
    AT_LIMITS
  }

  /** What a slot tells its worker. */
  sealed interface Event {
    /** A report is on disk. */
    record Spooled(Report report) implements Event {}

    /** How far an epoch is. */
    record Advanced(Progress progress) implements Event {}

    /** The slot has nothing to do with that attempt any more. */
    record Released(AttemptId attempt) implements Event {}
  }

  private final ActorContext<Command> context;
  private final TimerScheduler<Command> timers;
  private final AttemptRecorder.Place place;
  private final ActorRef<? super Event> worker;
  private final Supplier<Trainer> trainers;
  private final ExecutorService thread;
  private Trainer trainer;
  private boolean closed;

  private SlotActor(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      AttemptRecorder.Place place,
      ActorRef<? super Event> worker,
      Supplier<Trainer> trainers) {
    this.context = context;
    this.timers = timers;
    this.place = place;
    this.worker = worker;
    this.trainers = trainers;
    this.trainer = trainers.get();
    this.thread =
        Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("trainer-" + place.slot()).factory());
  }

  /** A slot that is free. */
  static Behavior<Command> create(
      AttemptRecorder.Place place, ActorRef<? super Event> worker, Supplier<Trainer> trainers) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> {
                  context.setLoggerName(SlotActor.class);
                  return new SlotActor(context, timers, place, worker, trainers).free();
                }));
  }

  private Behavior<Command> free() {
    return Behaviors.receive(Command.class)
        .onMessage(Train.class, train -> begin(train.assignment()))
        .onMessage(Command.class, late -> Behaviors.same())
        .onSignal(PostStop.class, signal -> shut())
        .build();
  }

  private Behavior<Command> training(AttemptRecorder current, Optional<Assignment> waiting) {
    return Behaviors.receive(Command.class)
        .onMessage(Train.class, train -> onTrain(current, waiting, train.assignment()))
        .onMessage(Limit.class, limit -> onLimit(current, waiting, limit))
        .onMessage(Stop.class, stop -> onStop(current, waiting, stop))
        .onMessage(Fence.class, fence -> onFence(current, waiting, fence.attempt()))
        .onMessage(Overdue.class, overdue -> onOverdue(current, overdue.attempt()))
        .onMessageEquals(Look.AT_LIMITS, () -> lookAtLimits(current))
        .onMessage(Returned.class, returned -> onReturned(returned.attempt(), waiting))
        .onSignal(PostStop.class, signal -> abandon(current))
        .build();
  }

  private Behavior<Command> begin(Assignment assignment) {
    AttemptRecorder recorder = recorder(assignment);
    Trainer by = trainer;
    thread.execute(
        () -> {
          try {
            recorder.train(by);
          } finally {
            context.getSelf().tell(new Returned(recorder.attempt()));
          }
        });
    log(Level.INFO, recorder.attempt()).log("attempt begins");
    lookAgainAndAgain(recorder);
    return training(recorder, Optional.empty());
  }

  private void lookAgainAndAgain(AttemptRecorder recorder) {
    if (recorder.hasLimits() && !timers.isTimerActive(Look.AT_LIMITS)) {
      timers.startTimerWithFixedDelay(Look.AT_LIMITS, place.timing().tick());
    }
  }

  private Behavior<Command> onLimit(
      AttemptRecorder current, Optional<Assignment> waiting, Limit limit) {
    if (limit.attempt().equals(current.attempt())) {
      current.limit(limit.limits());
      // why: said again and again, since one that only just begins may not hear of it
      trainer.limit(limit.limits());
      lookAgainAndAgain(current);
      return Behaviors.same();
    }
    return training(
        current,
        waiting.map(
            next ->
                next.attemptId().equals(limit.attempt()) ? next.timedAs(limit.limits()) : next));
  }

  private Behavior<Command> onTrain(
      AttemptRecorder current, Optional<Assignment> waiting, Assignment next) {
    if (!current.hasEnded()) {
      // why: the log gave the slot away, so what is trained here has been fenced already
      log(Level.WARN, current.attempt())
          .addKeyValue("next", next.trial())
          .log("attempt lost its slot");
      halt(current, Outcome.PREEMPTED);
    }
    waiting.ifPresent(replaced -> release(replaced.attemptId()));
    return training(current, Optional.of(next));
  }

  private Behavior<Command> onStop(
      AttemptRecorder current, Optional<Assignment> waiting, Stop stop) {
    if (stop.attempt().equals(current.attempt())) {
      if (!current.hasEnded()) {
        log(Level.INFO, stop.attempt()).addKeyValue("why", stop.why()).log("attempt is stopped");
        halt(current, stop.why());
      }
      return Behaviors.same();
    }
    Optional<Assignment> stopped = waiting.filter(next -> next.attemptId().equals(stop.attempt()));
    if (stopped.isEmpty()) {
      return Behaviors.same();
    }
    AttemptRecorder recorder = recorder(stopped.get());
    recorder.stop(stop.why());
    recorder.end("");
    release(recorder.attempt());
    return training(current, Optional.empty());
  }

  private Behavior<Command> onFence(
      AttemptRecorder current, Optional<Assignment> waiting, AttemptId fenced) {
    if (fenced.equals(current.attempt())) {
      log(Level.WARN, fenced).log("attempt was fenced");
      current.fence(Outcome.PREEMPTED);
      halt(current, Outcome.PREEMPTED);
      return Behaviors.same();
    }
    if (waiting.filter(next -> next.attemptId().equals(fenced)).isEmpty()) {
      return Behaviors.same();
    }
    release(fenced);
    return training(current, Optional.empty());
  }

  /** Ends an attempt whose trainer should have ended it, and has not. */
  private Behavior<Command> lookAtLimits(AttemptRecorder current) {
    if (!current.hasEnded() && !timers.isTimerActive(current.attempt()) && !closed) {
      current
          .pastLimit()
          .ifPresent(
              past -> {
                log(Level.ERROR, current.attempt()).log("{}, and its trainer did not end it", past);
                current.stopForLimit(past);
                halt(current, Outcome.TIMEOUT);
              });
    }
    return Behaviors.same();
  }

  private void halt(AttemptRecorder current, Outcome why) {
    current.stop(why);
    trainer.stop(why);
    if (!timers.isTimerActive(current.attempt())) {
      timers.startSingleTimer(
          current.attempt(), new Overdue(current.attempt()), place.timing().stop());
    }
  }

  private Behavior<Command> onOverdue(AttemptRecorder current, AttemptId attempt) {
    if (attempt.equals(current.attempt()) && !closed) {
      log(Level.ERROR, attempt).log("trainer does not stop; it is closed and replaced");
      closed = true;
      current.overdue();
      trainer.close();
    }
    return Behaviors.same();
  }

  private Behavior<Command> onReturned(AttemptId attempt, Optional<Assignment> waiting) {
    log(Level.INFO, attempt).log("attempt ended");
    release(attempt);
    timers.cancel(attempt);
    timers.cancel(Look.AT_LIMITS);
    if (closed) {
      trainer = trainers.get();
      closed = false;
    }
    return waiting.map(this::begin).orElseGet(this::free);
  }

  private Behavior<Command> abandon(AttemptRecorder current) {
    // why: whoever stops us in the middle makes it a lost worker, not a failure of the trial
    current.fence(Outcome.LOST_WORKER);
    return shut();
  }

  private Behavior<Command> shut() {
    trainer.close();
    thread.shutdownNow();
    return Behaviors.same();
  }

  private void release(AttemptId attempt) {
    worker.tell(new Event.Released(attempt));
  }

  private AttemptRecorder recorder(Assignment assignment) {
    return new AttemptRecorder(
        place,
        assignment,
        report -> worker.tell(new Event.Spooled(report)),
        progress -> worker.tell(new Event.Advanced(progress)));
  }

  private LoggingEventBuilder log(Level level, AttemptId attempt) {
    return context
        .getLog()
        .atLevel(level)
        .addKeyValue("worker", place.worker())
        .addKeyValue("slot", place.slot())
        .addKeyValue("trial", attempt.trial())
        .addKeyValue("attempt", attempt.attempt());
  }
}
