package podium.protocol.actor;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Adapter;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import java.util.Map;
import podium.protocol.id.NodeAddress;
import podium.protocol.message.WorkerMessage;

/** How processes of Podium reach each other over Akka's remoting. */
public final class Remote {
  /** Name of every actor system of Podium. */
  public static final String SYSTEM = "podium";

  /** Name of the actor below a scheduler's guardian that workers speak to. */
  public static final String SCHEDULER = "scheduler";

  /** Name of the actor below a worker's guardian that schedulers speak to. */
  public static final String WORKER = "worker";

  private Remote() {}

  /** The settings of an actor system that is reached there. */
  public static Config config(Door door) {
    return door.settings()
        .atPath("akka")
        .withFallback(
            ConfigFactory.parseMap(
                Map.of(
                    "akka.remote.artery.canonical.hostname", door.host(),
                    "akka.remote.artery.canonical.port", door.port())))
        .withFallback(
            ConfigFactory.parseResources(
                Remote.class.getClassLoader(),
                "podium-remote.conf",
                ConfigParseOptions.defaults().setAllowMissing(false)))
        .withFallback(ConfigFactory.load())
        .resolve();
  }

  /** Where a system can be reached by others. */
  public static NodeAddress address(ActorSystem<?> system) {
    var address = Adapter.toClassic(system).provider().getDefaultAddress();
    return new NodeAddress(address.getHost().get() + ":" + address.getPort().get());
  }

  /** The scheduler of an address, whether there is one or not, whatever process is there then. */
  public static ActorRef<FromWorker> scheduler(ActorSystem<?> system, NodeAddress address) {
    return at(system, address, SCHEDULER);
  }

  /** The worker of an address, whether there is one or not, whatever process is there then. */
  public static ActorRef<WorkerMessage> worker(ActorSystem<?> system, NodeAddress address) {
    return at(system, address, WORKER);
  }

  // why: a path without the number of an incarnation leads to whoever is there when it is used
  private static <T> ActorRef<T> at(ActorSystem<?> system, NodeAddress address, String name) {
    return ActorRefResolver.get(system)
        .resolveActorRef("akka://%s@%s/user/%s".formatted(SYSTEM, address, name));
  }
}
