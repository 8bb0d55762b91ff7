package podium.protocol.actor;

import akka.actor.typed.ActorRef;
import podium.protocol.message.SchedulerMessage;
import podium.protocol.message.WorkerMessage;

/** A worker's message on its way to the scheduler, with where the answer goes. */
public record FromWorker(SchedulerMessage message, ActorRef<WorkerMessage> replyTo) {}
