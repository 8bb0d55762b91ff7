package podium.scheduler.actor;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import podium.protocol.actor.FromWorker;

/** The scheduler as workers reach it: takes their words alone. */
public final class SchedulerFront {
  private SchedulerFront() {}

  /** Passes on what workers say. */
  public static Behavior<FromWorker> create(ActorRef<SchedulerActor.Message> scheduler) {
    return Behaviors.receiveMessage(
        message -> {
          scheduler.tell(new SchedulerActor.Heard(message));
          return Behaviors.same();
        });
  }
}
