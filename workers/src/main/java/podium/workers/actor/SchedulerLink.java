package podium.workers.actor;

import akka.actor.typed.ActorRef;
import java.util.function.Consumer;
import java.util.function.Function;
import podium.protocol.actor.SchedulerMessage;
import podium.protocol.actor.WorkerMessage;

/** The way to whichever scheduler reigns, and back; may lose messages. Thread-safe. */
public interface SchedulerLink extends AutoCloseable {

  /** Begins to look for a scheduler; called once, and all it says goes to that inbox. */
  void connect(Consumer<WorkerMessage> inbox);

  /**
   * Sends without waiting; a message is lost while no scheduler is known.
   *
   * @param message given where to reply to
   */
  void send(Function<ActorRef<WorkerMessage>, SchedulerMessage> message);

  @Override
  void close();
}
