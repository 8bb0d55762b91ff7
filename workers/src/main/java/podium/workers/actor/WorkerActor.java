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
import java.util.function.Supplier;
import podium.engine.worker.Identity;
import podium.engine.worker.Reminder;
import podium.engine.worker.WorkerCore;
import podium.protocol.event.Slot;
import podium.protocol.experiment.Catalog;
import podium.protocol.message.WorkerMessage;
import podium.protocol.report.Capacity;
import podium.workers.domain.CheckpointKeeper;
import podium.workers.domain.Trainer;
import podium.workers.spool.BoundedSpool;

/** The thin shell round a {@link WorkerCore}: brings it messages, ticks and what slots tell. */
public final class WorkerActor {

  /** What a worker is told. */
  public sealed interface Command {}

  /** Ends all attempts as PREEMPTED, delivers what can be, says Goodbye and stops. */
  public record Close(ActorRef<Done> replyTo) implements Command {}

  private record Heard(WorkerMessage message) implements Command {}

  private record Returned(SchedulerLink.TooLarge message) implements Command {}

  private record FromSlot(SlotActor.Event event) implements Command {}

  /** It is time for what the worker asked to be reminded of. */
  record Remind(Reminder of) implements Command {}

  private enum Timer implements Command {
    TICK
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
      BoundedSpool spool,
      SchedulerLink link,
      Timing timing,
      LongSupplier nanos,
      Consumer<Boolean> registration,
      Consumer<String> refusal,
      CheckpointKeeper checkpoints,
      Supplier<Capacity> capacity) {}

  private final WorkerCore core;
  private final ActorWorkerPort port;
  private final ActorRef<Pulse.Told> pulse;
  private final List<ActorRef<Done>> awaitingEnd = new ArrayList<>();

  private WorkerActor(ActorContext<Command> context, TimerScheduler<Command> timers, Parts parts) {
    this.pulse =
        context.spawn(
            Pulse.create(parts.identity(), parts.link(), parts.timing(), parts.capacity()),
            "pulse");
    Slots slots =
        Slots.of(context, parts, context.messageAdapter(SlotActor.Event.class, FromSlot::new));
    this.port = new ActorWorkerPort(context.getLog(), timers, parts, slots);
    this.core =
        new WorkerCore(
            new WorkerCore.Offer(
                parts.identity(), parts.slots(), parts.catalog(), parts.checkpoints().every()),
            port);
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
                  worker.core.start();
                  return Behaviors.receive(Command.class).onAnyMessage(worker::on).build();
                }));
  }

  private Behavior<Command> on(Command command) {
    switch (command) {
      case Heard heard -> core.hear(heard.message());
      case Returned returned ->
          core.tooLarge(
              returned.message().message(), returned.message().bytes(), returned.message().most());
      case FromSlot told -> onSlot(told.event());
      case Remind remind -> core.remind(remind.of());
      case Timer.TICK -> {
        pulse.tell(Pulse.Told.WORKING);
        core.tick();
      }
      case Close close -> {
        awaitingEnd.add(close.replyTo());
        core.close();
      }
    }
    if (!port.hasEnded()) {
      return Behaviors.same();
    }
    awaitingEnd.forEach(replyTo -> replyTo.tell(Done.getInstance()));
    return Behaviors.stopped();
  }

  private void onSlot(SlotActor.Event event) {
    switch (event) {
      case SlotActor.Event.Spooled spooled -> core.spooled(spooled.report());
      case SlotActor.Event.Advanced advanced -> core.advanced(advanced.progress());
      case SlotActor.Event.Released released -> core.released(released.attempt());
    }
  }
}
