package podium.workers.actor;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;
import podium.protocol.event.Slot;
import podium.protocol.experiment.Catalog;
import podium.protocol.message.SchedulerMessage;
import podium.protocol.message.WorkerMessage;
import podium.protocol.report.Outcome;
import podium.protocol.report.Report;
import podium.workers.domain.Assignment;
import podium.workers.domain.CheckpointKeeper;
import podium.workers.domain.Trainer;
import podium.workers.spool.AttemptId;
import podium.workers.spool.Spool;

/** A worker: registers its slots, takes orders for them, delivers what they spool. */
public final class WorkerActor {
  private static final int TICKS_BETWEEN_HELLOS = 2;

  /** What a worker is told. */
  public sealed interface Command {}

  /** Ends all attempts as PREEMPTED, delivers what can be, says Goodbye and stops. */
  public record Close(ActorRef<Done> replyTo) implements Command {}

  private record Heard(WorkerMessage message) implements Command {}

  private record Returned(SchedulerLink.TooLarge message) implements Command {}

  private record FromSlot(SlotActor.Event event) implements Command {}

  private enum Timer implements Command {
    TICK,
    STOP_OVER,
    FAREWELL_OVER
  }

  /**
   * What a worker is made of.
   *
   * @param nanos a monotonic clock
   * @param registration is told whether the worker is registered
   * @param refusal is told why it will never be again, just before it stops by itself
   */
  public record Parts(
      Identity identity,
      List<Slot> slots,
      Catalog catalog,
      Function<Slot, Trainer> trainers,
      Spool spool,
      SchedulerLink link,
      Timing timing,
      LongSupplier nanos,
      Consumer<Boolean> registration,
      Consumer<String> refusal,
      CheckpointKeeper checkpoints) {}

  private final ActorContext<Command> context;
  private final TimerScheduler<Command> timers;
  private final Parts parts;
  private final Orders orders = new Orders();
  private final Delivery delivery;
  private final Slots slots;
  private final List<ActorRef<Done>> awaitingEnd = new ArrayList<>();
  private final ActorRef<Pulse.Told> pulse;
  private boolean registered;
  private int ticks;
  private boolean stopOver;
  private boolean farewellOver;

  private WorkerActor(ActorContext<Command> context, TimerScheduler<Command> timers, Parts parts) {
    this.context = context;
    this.timers = timers;
    this.parts = parts;
    this.delivery = new Delivery(parts.identity(), parts.spool(), parts.link());
    this.pulse =
        context.spawn(Pulse.create(parts.identity(), parts.link(), parts.timing()), "pulse");
    this.slots =
        Slots.of(context, parts, context.messageAdapter(SlotActor.Event.class, FromSlot::new));
  }

  /** A worker that begins to look for its scheduler. */
  public static Behavior<Command> create(Parts parts) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> {
                  context.setLoggerName(WorkerActor.class);
                  WorkerActor worker = new WorkerActor(context, timers, parts);
                  ActorRef<Command> self = context.getSelf();
                  parts
                      .link()
                      .connect(
                          message -> self.tell(new Heard(message)),
                          message -> self.tell(new Returned(message)));
                  timers.startTimerWithFixedDelay(Timer.TICK, parts.timing().tick());
                  return worker.working();
                }));
  }

  private Behavior<Command> working() {
    return Behaviors.receive(Command.class)
        .onMessage(Heard.class, heard -> onHeard(heard.message()))
        .onMessage(Returned.class, returned -> onReturned(returned.message()))
        .onMessage(FromSlot.class, told -> onSlot(told.event()))
        .onMessageEquals(Timer.TICK, this::onTick)
        .onMessage(Close.class, this::onClose)
        .build();
  }

  private Behavior<Command> closing() {
    return Behaviors.receive(Command.class)
        .onMessage(Heard.class, heard -> leave(() -> onHeardLast(heard.message())))
        .onMessage(Returned.class, returned -> Behaviors.same())
        .onMessage(FromSlot.class, told -> leave(() -> onSlot(told.event())))
        .onMessageEquals(Timer.TICK, () -> leave(this::deliver))
        .onMessageEquals(Timer.STOP_OVER, () -> leave(() -> stopOver = true))
        .onMessageEquals(Timer.FAREWELL_OVER, () -> leave(() -> farewellOver = true))
        .onMessage(Close.class, again -> leave(() -> awaitingEnd.add(again.replyTo())))
        .build();
  }

  private Behavior<Command> onTick() {
    deliver();
    if (!registered && mayRegister() && ticks++ % TICKS_BETWEEN_HELLOS == 0) {
      sayHello();
    }
    return Behaviors.same();
  }

  private void deliver() {
    pulse.tell(Pulse.Told.WORKING);
    delivery.tick();
  }

  /** Whether nothing is left that has to be told, or to be ended, before. */
  private boolean mayRegister() {
    return delivery.hasNoInherited() && !orders.hasLeftovers();
  }

  private void sayHello() {
    Identity identity = parts.identity();
    parts
        .link()
        .send(
            new SchedulerMessage.Hello(
                identity.worker(),
                identity.incarnation(),
                identity.host(),
                parts.slots(),
                parts.catalog(),
                identity.checkpointHome(),
                List.of()));
  }

  private Behavior<Command> onHeard(WorkerMessage message) {
    if (orders.isOfAnotherLog(logOf(message))) {
      forgetTheLogBefore();
    }
    if (orders.isOfOldTerm(message.term())) {
      log(Level.WARN).addKeyValue("term", message.term()).log("message of an old term ignored");
      return Behaviors.same();
    }
    switch (message) {
      case WorkerMessage.Welcome welcome when isOurs(welcome.incarnation()) -> register(welcome);
      case WorkerMessage.HelloAgain again when isOurs(again.incarnation()) -> unregister(again);
      case WorkerMessage.Replaced replaced when isOurs(replaced.incarnation()) -> {
        return giveUp(
            "worker %s ends: another process, on %s, took its name; give each worker a name of its own with --name"
                .formatted(parts.identity().worker(), replaced.by()));
      }
      case WorkerMessage.Train train when isOurs(train.incarnation()) -> onTrain(train);
      case WorkerMessage.Stop stop when isOurs(stop.incarnation()) -> onStop(stop);
      case WorkerMessage.Answer answer -> onAnswer(answer);
      case WorkerMessage ofAnother ->
          log(Level.WARN)
              .addKeyValue("message", ofAnother)
              .log("message for another incarnation ignored");
    }
    return Behaviors.same();
  }

  private String logOf(WorkerMessage message) {
    return switch (message) {
      case WorkerMessage.Welcome welcome when isOurs(welcome.incarnation()) -> welcome.log();
      case WorkerMessage.HelloAgain again when isOurs(again.incarnation()) -> again.log();
      case WorkerMessage other -> "";
    };
  }

  /** Terms, attempts and reports of one log say nothing in another one. */
  private void forgetTheLogBefore() {
    log(Level.WARN)
        .addKeyValue("attempts", orders.placed().keySet())
        .log("the scheduler follows another event log than before; what that one ordered ends");
    registered = false;
    parts.registration().accept(false);
    delivery.dropAll();
    orders
        .placed()
        .forEach(
            (attempt, slot) -> {
              orders.fence(attempt);
              slots.tell(slot, new SlotActor.Fence(attempt));
            });
  }

  private Behavior<Command> onReturned(SchedulerLink.TooLarge returned) {
    if (returned.message() instanceof SchedulerMessage.Hello hello) {
      return giveUp(
          "worker %s ends: what it tells of itself takes %d bytes, and a message to the scheduler %d at most; register fewer than its %d data sets and %d weights"
              .formatted(
                  hello.worker(),
                  returned.bytes(),
                  returned.most(),
                  hello.catalog().datasets().size(),
                  hello.catalog().weights().size()));
    }
    log(Level.ERROR)
        .addKeyValue("message", returned.message().getClass().getSimpleName())
        .addKeyValue("bytes", returned.bytes())
        .addKeyValue("most", returned.most())
        .log("a message is too large to be sent; the scheduler will not hear of it");
    return Behaviors.same();
  }

  private void onHeardLast(WorkerMessage message) {
    if (message instanceof WorkerMessage.Answer answer && !orders.isOfOldTerm(answer.term())) {
      onAnswer(answer);
    }
  }

  private void register(WorkerMessage.Welcome welcome) {
    if (!registered) {
      log(Level.INFO).addKeyValue("term", welcome.term()).log("registered");
    }
    registered = true;
    parts.registration().accept(true);
  }

  private void unregister(WorkerMessage.HelloAgain again) {
    if (registered) {
      log(Level.WARN).addKeyValue("term", again.term()).log("scheduler does not know us");
    }
    registered = false;
    parts.registration().accept(false);
    if (mayRegister()) {
      sayHello();
    }
  }

  private void onTrain(WorkerMessage.Train train) {
    AttemptId attempt = new AttemptId(train.trial(), train.attempt());
    // why: the order comes again, and until then the slot has only what another log ordered
    if (orders.hasLeftovers() || !orders.isNew(attempt)) {
      return;
    }
    if (!slots.has(train.slot())) {
      refuse(attempt, Outcome.LOST_WORKER, "the worker has no slot " + train.slot());
      return;
    }
    Assignment assignment;
    try {
      assignment =
          new Assignment(train.trial(), train.attempt(), train.spec(), train.checkpoints());
    } catch (IllegalArgumentException e) {
      log(Level.ERROR).addKeyValue("message", train).setCause(e).log("malformed order ignored");
      return;
    }
    orders.place(attempt, train.slot());
    slots.tell(train.slot(), new SlotActor.Train(assignment));
  }

  private void onStop(WorkerMessage.Stop stop) {
    AttemptId attempt = new AttemptId(stop.trial(), stop.attempt());
    if (orders.hasLeftovers()) {
      return;
    }
    if (orders.isNew(attempt)) {
      // why: its order got lost; the scheduler waits for the end all the same
      refuse(attempt, stop.why(), "stopped before it began");
      return;
    }
    orders
        .slotOf(attempt)
        .ifPresent(slot -> slots.tell(slot, new SlotActor.Stop(attempt, stop.why())));
  }

  private void refuse(AttemptId attempt, Outcome outcome, String message) {
    log(Level.WARN).addKeyValue("attempt", attempt).log(message);
    Report end = new Report.Ended(attempt.trial(), attempt.attempt(), 1, outcome, message);
    if (delivery.isTold(end)) {
      orders.refuse(attempt);
    }
  }

  private void onAnswer(WorkerMessage.Answer answer) {
    AttemptId attempt = new AttemptId(answer.trial(), answer.attempt());
    switch (answer.verdict()) {
      case ACCEPTED ->
          delivery
              .acknowledge(attempt, answer.sequence())
              .ifPresent(
                  epoch ->
                      parts.checkpoints().acknowledged(attempt.trial(), attempt.attempt(), epoch));
      // why: a report that was fenced is a repeat too, and must not cost another attempt's files
      case REPEAT -> delivery.acknowledge(attempt, answer.sequence());
      case GAP -> delivery.missing(attempt, answer.next());
      case FENCED -> {
        delivery.drop(attempt);
        orders.fence(attempt).ifPresent(slot -> slots.tell(slot, new SlotActor.Fence(attempt)));
      }
    }
  }

  private Behavior<Command> onSlot(SlotActor.Event event) {
    switch (event) {
      case SlotActor.Event.Spooled(Report report) when orders.isFenced(AttemptId.of(report)) ->
          delivery.drop(AttemptId.of(report));
      case SlotActor.Event.Spooled(Report report) -> delivery.spooled(report);
      case SlotActor.Event.Advanced advanced ->
          parts
              .link()
              .send(
                  new SchedulerMessage.Tell(
                      parts.identity().worker(),
                      parts.identity().incarnation(),
                      advanced.progress()));
      case SlotActor.Event.Released released -> orders.release(released.attempt());
    }
    return Behaviors.same();
  }

  private Behavior<Command> onClose(Close close) {
    log(Level.INFO).log("stopping");
    awaitingEnd.add(close.replyTo());
    return stopping();
  }

  /** Ends by itself: no scheduler will ever give it anything. */
  private Behavior<Command> giveUp(String why) {
    log(Level.ERROR).log(why);
    parts.refusal().accept(why);
    return stopping();
  }

  private Behavior<Command> stopping() {
    parts.registration().accept(false);
    orders
        .placed()
        .forEach(
            (attempt, slot) -> slots.tell(slot, new SlotActor.Stop(attempt, Outcome.PREEMPTED)));
    // why: the slots close a trainer that does not stop, and tell its end after that
    timers.startSingleTimer(Timer.STOP_OVER, parts.timing().stop().multipliedBy(2));
    return leave(() -> {});
  }

  private Behavior<Command> leave(Runnable step) {
    step.run();
    if (!orders.placed().isEmpty() && !stopOver) {
      return closing();
    }
    if (!timers.isTimerActive(Timer.FAREWELL_OVER) && !farewellOver) {
      timers.startSingleTimer(Timer.FAREWELL_OVER, parts.timing().farewell());
    }
    if (!delivery.isEmpty() && !farewellOver) {
      return closing();
    }
    parts
        .link()
        .send(
            new SchedulerMessage.Goodbye(
                parts.identity().worker(), parts.identity().incarnation()));
    awaitingEnd.forEach(replyTo -> replyTo.tell(Done.getInstance()));
    return Behaviors.stopped();
  }

  private boolean isOurs(String incarnation) {
    return incarnation.equals(parts.identity().incarnation());
  }

  private LoggingEventBuilder log(Level level) {
    return context.getLog().atLevel(level).addKeyValue("worker", parts.identity().worker());
  }
}
