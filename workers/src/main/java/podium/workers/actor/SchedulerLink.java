package podium.workers.actor;

import java.util.function.Consumer;
import podium.protocol.message.SchedulerMessage;
import podium.protocol.message.WorkerMessage;

/** The way to whichever scheduler reigns, and back; may lose messages. Thread-safe. */
public interface SchedulerLink extends AutoCloseable {

  /** A message that is larger than any that the link carries. */
  record TooLarge(SchedulerMessage message, long bytes, long most) {}

  /**
   * Begins to look for a scheduler; called once.
   *
   * @param inbox is given all that it says
   * @param returned is given what cannot be sent to it, now or ever
   */
  void connect(Consumer<WorkerMessage> inbox, Consumer<TooLarge> returned);

  /** Sends without waiting; a message is lost while no scheduler is known. */
  void send(SchedulerMessage message);

  @Override
  void close();
}
