package podium.scheduler;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.ClusterSingleton;
import akka.cluster.typed.ClusterSingletonSettings;
import akka.cluster.typed.Join;
import akka.cluster.typed.SingletonActor;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import podium.engine.port.SchedulerStatus;
import podium.protocol.actor.FromWorker;
import podium.scheduler.actor.MachineTime;
import podium.scheduler.actor.Ports;
import podium.scheduler.actor.SchedulerFront;
import podium.scheduler.config.SchedulerSettings;
import podium.scheduler.kafka.KafkaEventLog;
import podium.scheduler.kafka.KafkaIntake;
import podium.scheduler.kafka.KafkaProgress;
import podium.scheduler.kafka.KafkaSettings;

/** A scheduler node: a cluster singleton, so that of many nodes one decides. Thread-safe. */
public final class Scheduler implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Scheduler.class);
  private static final String ROLE = "scheduler";

  private final ActorSystem<Void> system;
  private final KafkaProgress progress;
  private final AtomicReference<SchedulerStatus> status;
  private final CompletableFuture<String> stopped;
  private volatile boolean closing;

  private Scheduler(
      ActorSystem<Void> system,
      KafkaProgress progress,
      AtomicReference<SchedulerStatus> status,
      CompletableFuture<String> stopped) {
    this.system = system;
    this.progress = progress;
    this.status = status;
    this.stopped = stopped;
    var unused =
        system
            .getWhenTerminated()
            .thenAccept(
                done -> {
                  if (!closing) {
                    stopped.complete(
                        "the scheduler's node left the cluster, by a split of it or a defect, and"
                            + " ended; start it again");
                  }
                });
  }

  /** Starts a node; the topics must be there. */
  public static Scheduler start(SchedulerSettings settings) {
    KafkaSettings kafka = new KafkaSettings(settings.kafka());
    KafkaProgress progress = new KafkaProgress(kafka);
    AtomicReference<SchedulerStatus> status = new AtomicReference<>(SchedulerStatus.STARTING);
    CompletableFuture<String> stopped = new CompletableFuture<>();
    Ports ports =
        new Ports(
            settings.settings(),
            () -> new KafkaEventLog(kafka),
            new KafkaIntake.Source(kafka),
            progress,
            told -> {
              status.updateAndGet(before -> told.after(before));
              if (told.phase() == SchedulerStatus.Phase.STOOD_DOWN) {
                stopped.complete(
                    "the scheduler has %s, which took over; this one ends, and may be started again"
                        .formatted(told.detail()));
              }
              if (told.active()) {
                progress.alive(told.term());
              }
            },
            new MachineTime());
    ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), "podium", config(settings));
    SingletonActor<FromWorker> singleton =
        SingletonActor.of(SchedulerFront.create(ports), "scheduler")
            .withSettings(ClusterSingletonSettings.create(system).withRole(ROLE));
    ClusterSingleton.get(system).init(singleton);
    if (settings.seeds().isEmpty()) {
      Cluster cluster = Cluster.get(system);
      cluster.manager().tell(Join.create(cluster.selfMember().address()));
    }
    return new Scheduler(system, progress, status, stopped);
  }

  /** What the scheduler on this node is doing. */
  public SchedulerStatus status() {
    return Objects.requireNonNull(status.get());
  }

  /**
   * Completes with a sentence when this scheduler has come to its end without being closed: another
   * one reigns, or its node is gone.
   */
  public CompletionStage<String> whenStopped() {
    return stopped.copy();
  }

  /** Where workers join: HOST:PORT. */
  public String address() {
    var address = Cluster.get(system).selfMember().address();
    return address.getHost().get() + ":" + address.getPort().get();
  }

  @Override
  public void close() {
    closing = true;
    system.terminate();
    try {
      system.getWhenTerminated().toCompletableFuture().get(15, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (java.util.concurrent.ExecutionException | TimeoutException e) {
      LOG.warn("the scheduler's actor system did not end in time: {}", e.toString());
    }
    progress.close();
  }

  private static Config config(SchedulerSettings settings) {
    List<String> seeds = settings.seeds().stream().map(seed -> "akka://podium@" + seed).toList();
    return ConfigFactory.parseMap(
            Map.of(
                "akka.remote.artery.canonical.hostname", settings.host(),
                "akka.remote.artery.canonical.port", settings.port(),
                "akka.cluster.roles", List.of(ROLE),
                "akka.cluster.seed-nodes", seeds))
        .withFallback(
            ConfigFactory.parseResources(
                Scheduler.class.getClassLoader(),
                "podium-cluster.conf",
                ConfigParseOptions.defaults().setAllowMissing(false)))
        .withFallback(ConfigFactory.load());
  }
}
