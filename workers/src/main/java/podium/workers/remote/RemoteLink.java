package podium.workers.remote;

import akka.actor.typed.ActorSystem;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import podium.engine.worker.Route;
import podium.protocol.actor.Remote;
import podium.protocol.id.NodeAddress;
import podium.protocol.message.SchedulerMessage;
import podium.protocol.message.WorkerMessage;
import podium.workers.actor.SchedulerLink;

/** A link through an actor system of its own, which other processes reach. Thread-safe. */
public final class RemoteLink implements SchedulerLink {
  private static final Logger LOG = LoggerFactory.getLogger(RemoteLink.class);
  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(10);

  private final ActorSystem<Relay.Command> system;

  private RemoteLink(ActorSystem<Relay.Command> system) {
    this.system = system;
  }

  /**
   * Opens a worker's port.
   *
   * @param known schedulers that it learned of earlier
   * @param learned is given what it learns of others
   * @throws RuntimeException of Akka when it cannot be opened
   */
  public static RemoteLink open(
      OwnAddress address, List<NodeAddress> known, Consumer<List<NodeAddress>> learned) {
    return new RemoteLink(
        ActorSystem.create(
            Relay.create(new Route(address.join(), known), learned),
            Remote.SYSTEM,
            Remote.config(address.door())));
  }

  /** Where schedulers reach this worker. */
  public NodeAddress address() {
    return Remote.address(system);
  }

  /** Completes when it carries nothing any more. */
  public CompletionStage<akka.Done> whenEnded() {
    return system.getWhenTerminated();
  }

  @Override
  public void connect(Consumer<WorkerMessage> inbox, Consumer<TooLarge> returned) {
    system.tell(new Relay.Connect(inbox, returned));
  }

  @Override
  public void send(SchedulerMessage message) {
    system.tell(new Relay.Send(message));
  }

  @Override
  public void close() {
    system.terminate();
    try {
      system
          .getWhenTerminated()
          .toCompletableFuture()
          .get(LONGEST_CLOSE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("the way to the scheduler did not close in time", e);
    }
  }
}
