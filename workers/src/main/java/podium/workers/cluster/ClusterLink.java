package podium.workers.cluster;

import akka.actor.typed.ActorSystem;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import podium.protocol.message.SchedulerMessage;
import podium.protocol.message.WorkerMessage;
import podium.workers.actor.SchedulerLink;

/**
 * A link through a disposable node of the cluster: whenever the node ends, because the split-brain
 * resolver downed it or its schedulers left, a new one is made and joins the seeds. Thread-safe.
 */
public final class ClusterLink implements SchedulerLink {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterLink.class);
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
  private static final Duration LONGEST_GOODBYE = Duration.ofSeconds(15);

  private final ClusterAddress address;
  private final ExecutorService maker =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("cluster-link").factory());
  private volatile @Nullable ActorSystem<Relay.Command> node;
  private volatile Duration pause = SHORTEST_PAUSE;
  private volatile boolean closed;

  /** A link that is not connected yet. */
  public ClusterLink(ClusterAddress address) {
    this.address = address;
  }

  @Override
  public void connect(Consumer<WorkerMessage> inbox, Consumer<TooLarge> returned) {
    maker.execute(() -> join(inbox, returned));
  }

  @Override
  public void send(SchedulerMessage message) {
    ActorSystem<Relay.Command> current = node;
    if (current != null) {
      current.tell(new Relay.Send(message));
    }
  }

  @Override
  public void close() {
    closed = true;
    // why: on the maker's own thread, so that no node is made at the same time
    try {
      maker.submit(this::leave).get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      LOG.warn("leaving the cluster failed", e.getCause());
    }
    maker.shutdownNow();
  }

  private void join(Consumer<WorkerMessage> inbox, Consumer<TooLarge> returned) {
    if (closed) {
      return;
    }
    try {
      ActorSystem<Relay.Command> made =
          ActorSystem.create(
              Relay.create(inbox, returned, () -> pause = SHORTEST_PAUSE),
              ClusterAddress.CLUSTER,
              address.config());
      node = made;
      made.getWhenTerminated().whenComplete((done, failure) -> joinLater(inbox, returned));
    } catch (RuntimeException e) {
      LOG.atError()
          .addKeyValue("host", address.host())
          .addKeyValue("port", address.port())
          .setCause(e)
          .log("cannot open a node of the cluster; tried again soon");
      joinLater(inbox, returned);
    }
  }

  private void joinLater(Consumer<WorkerMessage> inbox, Consumer<TooLarge> returned) {
    node = null;
    if (closed) {
      return;
    }
    Duration wait = pause;
    Duration doubled = wait.multipliedBy(2);
    pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    LOG.atInfo().addKeyValue("wait", wait).log("left the cluster; joining anew");
    CompletableFuture.delayedExecutor(wait.toMillis(), TimeUnit.MILLISECONDS, maker)
        .execute(() -> join(inbox, returned));
  }

  private void leave() {
    ActorSystem<Relay.Command> current = node;
    if (current == null) {
      return;
    }
    current.terminate();
    try {
      current
          .getWhenTerminated()
          .toCompletableFuture()
          .get(LONGEST_GOODBYE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("the cluster's node did not end in time", e);
    }
  }
}
