package podium.benchmarks.actor;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import podium.protocol.actor.FromWorker;
import podium.scheduler.actor.Ports;
import podium.scheduler.actor.SchedulerActor;
import podium.scheduler.actor.SchedulerFront;

/** A scheduler, and workers that hold slots and train nothing, on threads of their own. */
public final class Holders {
  private static final String WORKERS = "holders";

  /** How the names of the threads begin on which the scheduler's actor runs. */
  public static final String SCHEDULER_THREADS = "queues-akka.actor.default-dispatcher";

  // why: timers of 10 ms, as they come, would lengthen the shortest trials by a twentieth
  private static final Config CONFIG =
      ConfigFactory.parseString(
              "akka.scheduler.tick-duration = 2ms\n"
                  + WORKERS
                  + " { type = Dispatcher, executor = thread-pool-executor,"
                  + " thread-pool-executor.fixed-pool-size = 1 }")
          .withFallback(ConfigFactory.load());

  private Holders() {}

  /**
   * Starts them.
   *
   * @param slots of each worker
   */
  public static ActorSystem<Void> start(Ports ports, int workers, int slots, Holding holding) {
    return ActorSystem.create(create(ports, workers, slots, holding), "queues", CONFIG);
  }

  private static Behavior<Void> create(Ports ports, int workers, int slots, Holding holding) {
    return Behaviors.setup(
        context -> {
          ActorRef<FromWorker> scheduler =
              context.spawn(
                  SchedulerFront.create(context.spawn(SchedulerActor.create(ports), "reign")),
                  "scheduler");
          for (int worker = 1; worker <= workers; worker++) {
            String name = "w%02d".formatted(worker);
            context.spawn(
                HoldingWorker.create(scheduler, name, slots, holding),
                name,
                DispatcherSelector.fromConfig(WORKERS));
          }
          return Behaviors.empty();
        });
  }
}
