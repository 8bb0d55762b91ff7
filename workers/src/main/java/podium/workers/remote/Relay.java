package podium.workers.remote;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Adapter;
import akka.actor.typed.javadsl.Behaviors;
import akka.serialization.Serialization;
import akka.serialization.SerializationExtension;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import podium.engine.worker.Route;
import podium.protocol.actor.FromWorker;
import podium.protocol.actor.Remote;
import podium.protocol.id.NodeAddress;
import podium.protocol.message.SchedulerMessage;
import podium.protocol.message.WorkerMessage;
import podium.workers.actor.SchedulerLink;

/** Passes messages between the worker and the scheduler that its route leads to. */
final class Relay {
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final int LONGEST_SILENCE = 10;
  private static final String LARGEST_FRAME = "akka.remote.artery.advanced.maximum-frame-size";
  private static final int ENVELOPE_BYTES = 4096;

  /** What a relay is told. */
  sealed interface Command {}

  /** The worker listens from now on. */
  record Connect(Consumer<WorkerMessage> inbox, Consumer<SchedulerLink.TooLarge> returned)
      implements Command {}

  /** Pass it on to the scheduler. */
  record Send(SchedulerMessage message) implements Command {}

  private record Heard(WorkerMessage message) implements Command {}

  private record Tick() implements Command {}

  private final ActorContext<Command> context;
  private final Route route;
  private final Consumer<List<NodeAddress>> learned;
  private final Serialization serialization;
  private final long most;
  private final ActorRef<WorkerMessage> inbox;
  private Optional<Connect> worker = Optional.empty();
  private ActorRef<FromWorker> scheduler;
  private NodeAddress target;
  private List<NodeAddress> kept;
  private boolean complained;

  private Relay(ActorContext<Command> context, Route route, Consumer<List<NodeAddress>> learned) {
    this.context = context;
    this.route = route;
    this.learned = learned;
    this.kept = route.learned();
    this.target = route.target();
    this.scheduler = Remote.scheduler(context.getSystem(), target);
    this.serialization = SerializationExtension.get(Adapter.toClassic(context.getSystem()));
    this.most = context.getSystem().settings().config().getBytes(LARGEST_FRAME) - ENVELOPE_BYTES;
    ActorRef<Command> self = context.getSelf();
    this.inbox =
        context.spawn(
            Behaviors.receiveMessage(
                message -> {
                  self.tell(new Heard(message));
                  return Behaviors.same();
                }),
            Remote.WORKER);
  }

  /**
   * A relay.
   *
   * @param learned is given where other schedulers are, when that changes
   */
  static Behavior<Command> create(Route route, Consumer<List<NodeAddress>> learned) {
    return Behaviors.setup(
        context -> {
          context.setLoggerName(Relay.class);
          return Behaviors.withTimers(
              timers -> {
                timers.startTimerWithFixedDelay(new Tick(), TICK);
                return new Relay(context, route, learned).passing();
              });
        });
  }

  private Behavior<Command> passing() {
    return Behaviors.receiveMessage(
        command -> {
          switch (command) {
            case Connect connect -> worker = Optional.of(connect);
            case Send send -> pass(new FromWorker(send.message(), inbox));
            case Heard heard -> {
              boolean forIt = route.hears(heard.message());
              follow();
              if (forIt) {
                worker.ifPresent(to -> to.inbox().accept(heard.message()));
              }
            }
            case Tick ignored -> {
              route.tick();
              follow();
              complain();
            }
          }
          return Behaviors.same();
        });
  }

  // why: Akka drops what is too large for a frame, and nobody would hear of it
  private void pass(FromWorker message) {
    int bytes = serialization.serialize(message).get().length;
    if (bytes > most) {
      worker.ifPresent(
          to -> to.returned().accept(new SchedulerLink.TooLarge(message.message(), bytes, most)));
    } else {
      scheduler.tell(message);
    }
  }

  private void follow() {
    if (!route.target().equals(target)) {
      target = route.target();
      scheduler = Remote.scheduler(context.getSystem(), target);
      context.getLog().atInfo().addKeyValue("scheduler", target).log("speaks to");
    }
    if (!route.learned().equals(kept)) {
      kept = route.learned();
      learned.accept(kept);
    }
  }

  private void complain() {
    boolean silent = route.silence() >= LONGEST_SILENCE;
    if (silent && !complained) {
      context
          .getLog()
          .warn(
              "no scheduler has answered for {} s, at {} last: nothing listens there, or the"
                  + " scheduler itself goes by another name (its --host must be what --join says),"
                  + " or --cluster-keys is given on one side alone, or is of another CA",
              route.silence(),
              target);
    }
    complained = silent;
  }
}
