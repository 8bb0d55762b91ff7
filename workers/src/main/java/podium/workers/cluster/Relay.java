package podium.workers.cluster;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Adapter;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.receptionist.Receptionist;
import akka.cluster.ClusterEvent;
import akka.cluster.Member;
import akka.cluster.UniqueAddress;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Subscribe;
import akka.serialization.Serialization;
import akka.serialization.SerializationExtension;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import podium.protocol.actor.FromWorker;
import podium.protocol.actor.SchedulerKey;
import podium.protocol.message.SchedulerMessage;
import podium.protocol.message.WorkerMessage;
import podium.workers.actor.SchedulerLink;

/** Passes messages between the worker and the newest scheduler for the life of one cluster node. */
final class Relay {
  private static final String SCHEDULER_ROLE = "scheduler";
  private static final String LARGEST_FRAME = "akka.remote.artery.advanced.maximum-frame-size";
  private static final int ENVELOPE_BYTES = 4096;

  /** What a relay is told. */
  sealed interface Command {}

  /** Pass it on to the scheduler. */
  record Send(SchedulerMessage message) implements Command {}

  private record Listed(Set<ActorRef<FromWorker>> schedulers) implements Command {}

  private record Changed(ClusterEvent.MemberEvent event) implements Command {}

  private final ActorContext<Command> context;
  private final Cluster cluster;
  private final Set<UniqueAddress> schedulerNodes = new HashSet<>();
  private final Runnable joined;
  private final Consumer<SchedulerLink.TooLarge> returned;
  private final Serialization serialization;
  private final long most;
  private final ActorRef<WorkerMessage> inbox;
  private Set<ActorRef<FromWorker>> known = Set.of();
  private Optional<ActorRef<FromWorker>> scheduler = Optional.empty();

  private Relay(
      ActorContext<Command> context,
      Consumer<WorkerMessage> worker,
      Consumer<SchedulerLink.TooLarge> returned,
      Runnable joined) {
    this.context = context;
    this.cluster = Cluster.get(context.getSystem());
    this.joined = joined;
    this.returned = returned;
    this.serialization = SerializationExtension.get(Adapter.toClassic(context.getSystem()));
    this.most = context.getSystem().settings().config().getBytes(LARGEST_FRAME) - ENVELOPE_BYTES;
    this.inbox =
        context.spawn(
            Behaviors.receiveMessage(
                message -> {
                  worker.accept(message);
                  return Behaviors.same();
                }),
            "inbox");
  }

  /**
   * A relay that ends, and its actor system with it, when the cluster has no scheduler's node.
   *
   * @param returned is given what is too large for a message
   * @param joined called when a scheduler was found
   */
  static Behavior<Command> create(
      Consumer<WorkerMessage> worker, Consumer<SchedulerLink.TooLarge> returned, Runnable joined) {
    return Behaviors.setup(
        context -> {
          context.setLoggerName(Relay.class);
          return new Relay(context, worker, returned, joined).passing();
        });
  }

  private Behavior<Command> passing() {
    context
        .getSystem()
        .receptionist()
        .tell(
            Receptionist.subscribe(
                SchedulerKey.KEY,
                context.messageAdapter(
                    Receptionist.Listing.class,
                    listing -> new Listed(listing.getServiceInstances(SchedulerKey.KEY)))));
    cluster
        .subscriptions()
        .tell(
            Subscribe.create(
                context.messageAdapter(ClusterEvent.MemberEvent.class, Changed::new),
                ClusterEvent.MemberEvent.class));
    return Behaviors.receive(Command.class)
        .onMessage(Send.class, this::onSend)
        .onMessage(Listed.class, this::onListed)
        .onMessage(Changed.class, changed -> onMember(changed.event()))
        .build();
  }

  private Behavior<Command> onSend(Send send) {
    scheduler.ifPresent(to -> pass(new FromWorker(send.message(), inbox), to));
    return Behaviors.same();
  }

  // why: Akka drops what is too large for a frame, and nobody would hear of it
  private void pass(FromWorker message, ActorRef<FromWorker> to) {
    int bytes = serialization.serialize(message).get().length;
    if (bytes > most) {
      returned.accept(new SchedulerLink.TooLarge(message.message(), bytes, most));
    } else {
      to.tell(message);
    }
  }

  private Behavior<Command> onListed(Listed listed) {
    Set<ActorRef<FromWorker>> arrived = new HashSet<>(listed.schedulers());
    arrived.removeAll(known);
    known = Set.copyOf(listed.schedulers());
    if (!arrived.isEmpty()) {
      scheduler = Optional.of(arrived.iterator().next());
      context.getLog().atInfo().addKeyValue("scheduler", scheduler.get()).log("scheduler found");
      joined.run();
    } else if (scheduler.filter(known::contains).isEmpty()) {
      scheduler = known.stream().findFirst();
    }
    return Behaviors.same();
  }

  private Behavior<Command> onMember(ClusterEvent.MemberEvent event) {
    Member member = event.member();
    boolean gone = event instanceof ClusterEvent.MemberRemoved;
    if (member.hasRole(SCHEDULER_ROLE)) {
      if (gone) {
        schedulerNodes.remove(member.uniqueAddress());
      } else {
        schedulerNodes.add(member.uniqueAddress());
      }
    }
    if (gone && schedulerNodes.isEmpty()) {
      // why: the schedulers left for good; only a new node joins the seeds again
      context.getLog().info("no scheduler is left in the cluster; joining anew");
      return Behaviors.stopped();
    }
    return Behaviors.same();
  }
}
