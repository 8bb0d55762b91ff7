package podium.system;

import akka.actor.AbstractActor;
import akka.actor.ActorIdentity;
import akka.actor.ActorRef;
import akka.actor.ActorSystem;
import akka.actor.Address;
import akka.actor.Deploy;
import akka.actor.Identify;
import akka.actor.Kill;
import akka.actor.PoisonPill;
import akka.actor.Props;
import akka.actor.Terminated;
import akka.actor.typed.ActorRefResolver;
import akka.actor.typed.javadsl.Adapter;
import akka.actor.typed.javadsl.Behaviors;
import akka.remote.RemoteScope;
import com.typesafe.config.ConfigFactory;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import podium.protocol.actor.Door;
import podium.protocol.actor.FromWorker;
import podium.protocol.actor.Remote;
import podium.protocol.event.Slot;
import podium.protocol.experiment.Catalog;
import podium.protocol.id.NodeAddress;
import podium.protocol.message.SchedulerMessage;
import podium.protocol.message.WorkerMessage;

/** An actor system of somebody else, which knows Akka and Podium and means harm. */
final class Intruder implements AutoCloseable {
  /** What begins a finding of somebody's being there. */
  static final String WHO = "who is at ";

  private static final List<String> PATHS =
      List.of("", "/user", "/system", "/user/" + Remote.SCHEDULER, "/user/" + Remote.WORKER);

  /** What any of Akka's own messages brought about, as far as it was told. */
  final List<String> found = new CopyOnWriteArrayList<>();

  /** What Podium's schedulers answered. */
  final List<WorkerMessage> answers = new CopyOnWriteArrayList<>();

  private final ActorSystem system;
  private final akka.actor.typed.ActorSystem<Void> typed;
  private final akka.actor.typed.ActorRef<WorkerMessage> inbox;
  private final ActorRef hand;

  Intruder(Door door) {
    system =
        ActorSystem.create(
            Remote.SYSTEM,
            ConfigFactory.parseString(
                    """
                    akka.remote.use-unsafe-remote-features-outside-cluster = on
                    akka.remote.artery.untrusted-mode = off
                    akka.loglevel = OFF
                    """)
                .withFallback(Remote.config(door)));
    typed = Adapter.toTyped(system);
    inbox =
        Adapter.spawn(
            system,
            Behaviors.receiveMessage(
                (WorkerMessage answer) -> {
                  answers.add(answer);
                  return Behaviors.same();
                }),
            Remote.WORKER);
    hand = system.actorOf(Props.create(Hand.class, () -> new Hand(found)), "hand");
  }

  /** Asks who is there, by search and by name. */
  void identify(NodeAddress there) {
    for (String path : PATHS) {
      system.actorSelection(at(there) + path).tell(new Identify(path), hand);
      if (!path.isEmpty()) {
        ref(there, path).tell(new Identify(path), hand);
      }
    }
  }

  /** Watches what does not exist, of which a system that listens tells the end at once. */
  void watch(NodeAddress there) {
    hand.tell(new Watch(ref(there, "/user/nobody")), ActorRef.noSender());
  }

  /** Has an actor made there. */
  void plant(NodeAddress there) {
    String[] parts = there.value().split(":");
    system.actorOf(
        Props.create(Planted.class)
            .withDeploy(
                new Deploy(
                    new RemoteScope(
                        new Address("akka", Remote.SYSTEM, parts[0], Integer.parseInt(parts[1]))))),
        "planted-" + parts[1]);
  }

  /** Ends whatever it can reach, in every way that Akka knows. */
  void stop(NodeAddress there) {
    for (String path : PATHS) {
      for (Object end : List.of(PoisonPill.getInstance(), Kill.getInstance())) {
        system.actorSelection(at(there) + path).tell(end, hand);
        if (!path.isEmpty()) {
          ref(there, path).tell(end, hand);
        }
      }
      if (!path.isEmpty()) {
        hand.tell(new Stop(ref(there, path)), ActorRef.noSender());
      }
    }
  }

  /** Offers a slot under a name. */
  void hello(NodeAddress scheduler, String name) {
    Remote.scheduler(typed, scheduler)
        .tell(
            new FromWorker(
                new SchedulerMessage.Hello(
                    name,
                    "00000000-0000-0000-0000-00000000beef",
                    "elsewhere",
                    List.of(new Slot("cpu:0", "a processor")),
                    Catalog.BUILT_IN,
                    "",
                    List.of(),
                    Remote.address(typed)),
                inbox));
  }

  /** Says to a worker that it reigns, from now on to the end of time. */
  void reign(NodeAddress worker, String incarnation) {
    Remote.worker(typed, worker)
        .tell(new WorkerMessage.Welcome(Long.MAX_VALUE, incarnation, "another-log", List.of()));
  }

  private ActorRef ref(NodeAddress there, String path) {
    return Adapter.toClassic(ActorRefResolver.get(typed).<Object>resolveActorRef(at(there) + path));
  }

  private static String at(NodeAddress there) {
    return "akka://%s@%s".formatted(Remote.SYSTEM, there);
  }

  @Override
  public void close() {
    system.terminate();
  }

  private record Watch(ActorRef whom) {}

  private record Stop(ActorRef whom) {}

  /** Does what only an actor can, and notes what comes of it. */
  private static final class Hand extends AbstractActor {
    private final List<String> found;

    Hand(List<String> found) {
      this.found = found;
    }

    @Override
    public Receive createReceive() {
      return receiveBuilder()
          .match(Watch.class, watch -> getContext().watch(watch.whom()))
          .match(Stop.class, stop -> getContext().stop(stop.whom()))
          .match(Terminated.class, ended -> found.add("the end of " + ended.actor().path().name()))
          .match(
              ActorIdentity.class,
              identity -> {
                if (identity.getActorRef().isPresent()) {
                  found.add(WHO + identity.correlationId());
                }
              })
          .build();
    }
  }
}
