package podium.scheduler;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.Terminated;
import akka.actor.typed.javadsl.Behaviors;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import podium.engine.port.SchedulerStatus;
import podium.engine.port.SchedulerStatus.Phase;
import podium.protocol.actor.Remote;
import podium.protocol.id.NodeAddress;
import podium.scheduler.actor.MachineTime;
import podium.scheduler.actor.Ports;
import podium.scheduler.actor.SchedulerActor;
import podium.scheduler.actor.SchedulerFront;
import podium.scheduler.config.SchedulerSettings;
import podium.scheduler.kafka.KafkaElection;
import podium.scheduler.kafka.KafkaEventLog;
import podium.scheduler.kafka.KafkaIntake;
import podium.scheduler.kafka.KafkaProgress;
import podium.scheduler.kafka.KafkaSettings;
import podium.scheduler.kafka.KafkaSigns;
import podium.scheduler.kafka.KafkaSnapshots;
import podium.scheduler.kafka.MemberId;

/** A scheduler of this process: of all of one event log, one decides. Thread-safe. */
public final class Scheduler implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Scheduler.class);
  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(15);

  private final ActorSystem<SchedulerActor.Stop> system;
  private final KafkaProgress progress;
  private final KafkaSigns signs;
  private final LatestStatus told;
  private final CompletableFuture<String> stopped;
  private volatile boolean closing;

  private Scheduler(
      ActorSystem<SchedulerActor.Stop> system,
      KafkaProgress progress,
      KafkaSigns signs,
      LatestStatus told,
      CompletableFuture<String> stopped) {
    this.system = system;
    this.progress = progress;
    this.signs = signs;
    this.told = told;
    this.stopped = stopped;
    var unused =
        system
            .getWhenTerminated()
            .thenAccept(
                done -> {
                  if (!closing) {
                    stopped.complete("the scheduler ended on a defect; start it again");
                  }
                });
  }

  /** Starts a scheduler; the topics must be there. */
  public static Scheduler start(SchedulerSettings settings) {
    KafkaSettings kafka = new KafkaSettings(settings.kafka());
    MemberId member = MemberId.of(settings.dataDir());
    KafkaProgress progress = new KafkaProgress(kafka);
    LatestStatus told = new LatestStatus(new MachineTime());
    CompletableFuture<String> stopped = new CompletableFuture<>();
    CompletableFuture<ActorRef<SchedulerActor.Message>> actor = new CompletableFuture<>();
    ActorSystem<SchedulerActor.Stop> system;
    try {
      system =
          ActorSystem.create(
              guardian(settings, kafka, member, progress, told, stopped, actor),
              Remote.SYSTEM,
              Remote.config(settings.door()));
    } catch (RuntimeException e) {
      progress.close();
      member.close();
      throw e;
    }
    KafkaSigns signs =
        KafkaSigns.open(
            kafka,
            (alive, standsBy) -> {
              var unused =
                  actor.thenAccept(
                      there -> there.tell(new SchedulerActor.SchedulerHeard(alive, standsBy)));
            });
    return new Scheduler(system, progress, signs, told, stopped);
  }

  private static Behavior<SchedulerActor.Stop> guardian(
      SchedulerSettings settings,
      KafkaSettings kafka,
      MemberId member,
      KafkaProgress progress,
      LatestStatus told,
      CompletableFuture<String> stopped,
      CompletableFuture<ActorRef<SchedulerActor.Message>> actor) {
    return Behaviors.setup(
        context -> {
          Ports ports =
              new Ports(
                  settings.settings(),
                  settings.snapshotEvery(),
                  Remote.address(context.getSystem()),
                  () -> new KafkaEventLog(kafka),
                  () -> new KafkaSnapshots(kafka),
                  new KafkaIntake.Source(kafka),
                  new KafkaElection.Source(kafka, member),
                  (worker, message) -> Remote.worker(context.getSystem(), worker).tell(message),
                  progress,
                  status -> {
                    told.tell(status);
                    if (status.phase() == Phase.UNFIT) {
                      stopped.complete("the scheduler ends: " + status.detail());
                    }
                  },
                  new MachineTime());
          ActorRef<SchedulerActor.Message> scheduler =
              context.spawn(SchedulerActor.create(ports), "reign");
          context.watch(scheduler);
          context.spawn(SchedulerFront.create(scheduler), Remote.SCHEDULER);
          actor.complete(scheduler);
          return Behaviors.receive(SchedulerActor.Stop.class)
              .onMessage(
                  SchedulerActor.Stop.class,
                  stop -> {
                    scheduler.tell(stop);
                    return Behaviors.same();
                  })
              .onSignal(Terminated.class, signal -> Behaviors.stopped())
              .build();
        });
  }

  /** What this scheduler is doing. */
  public SchedulerStatus status() {
    return told.now();
  }

  /** Completes with a sentence when this scheduler has come to its end without being closed. */
  public CompletionStage<String> whenStopped() {
    return stopped.copy();
  }

  /** Where workers join. */
  public NodeAddress address() {
    return Remote.address(system);
  }

  @Override
  public void close() {
    closing = true;
    system.tell(new SchedulerActor.Stop());
    try {
      system
          .getWhenTerminated()
          .toCompletableFuture()
          .get(LONGEST_CLOSE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("the scheduler did not stop in time: {}", e.toString());
      system.terminate();
    }
    signs.close();
    progress.close();
  }
}
