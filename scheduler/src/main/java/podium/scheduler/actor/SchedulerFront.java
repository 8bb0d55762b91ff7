package podium.scheduler.actor;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.Terminated;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.receptionist.Receptionist;
import java.time.Duration;
import podium.engine.port.LogBeginningGoneException;
import podium.protocol.actor.FromWorker;
import podium.protocol.actor.SchedulerKey;

/**
 * The scheduler as workers see it: found by the receptionist, outlives restarts of the reign behind
 * it.
 */
public final class SchedulerFront {
  private final ActorRef<SchedulerActor.Message> scheduler;

  /** A scheduler that registers itself and stops for good when another one takes over. */
  public static Behavior<FromWorker> create(Ports ports) {
    return Behaviors.setup(context -> new SchedulerFront(context, ports).forwarding());
  }

  private SchedulerFront(ActorContext<FromWorker> context, Ports ports) {
    this.scheduler =
        context.spawn(
            Behaviors.supervise(
                    Behaviors.supervise(SchedulerActor.create(ports))
                        .onFailure(
                            LogBeginningGoneException.class,
                            pauses(Duration.ofSeconds(1), Duration.ofMinutes(1))))
                .onFailure(pauses(Duration.ofMillis(200), Duration.ofSeconds(10))),
            "reign");
    context.watch(scheduler);
    context
        .getSystem()
        .receptionist()
        .tell(Receptionist.register(SchedulerKey.KEY, context.getSelf()));
  }

  // why: Akka begins with the shortest pause again after a life that was longer than this one
  private static SupervisorStrategy pauses(Duration shortest, Duration longest) {
    return SupervisorStrategy.restartWithBackoff(shortest, longest, 0.2)
        .withResetBackoffAfter(longest.plusSeconds(30))
        .withLoggingEnabled(false);
  }

  private Behavior<FromWorker> forwarding() {
    return Behaviors.receive(FromWorker.class)
        .onAnyMessage(
            message -> {
              scheduler.tell(new SchedulerActor.Heard(message));
              return Behaviors.same();
            })
        .onSignal(Terminated.class, signal -> Behaviors.stopped())
        .build();
  }
}
