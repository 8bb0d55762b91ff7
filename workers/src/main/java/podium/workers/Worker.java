package podium.workers;

import akka.Done;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.AskPattern;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import podium.engine.worker.Identity;
import podium.protocol.event.Slot;
import podium.protocol.experiment.Catalog;
import podium.protocol.id.NodeAddress;
import podium.workers.actor.Timing;
import podium.workers.actor.WorkerActor;
import podium.workers.config.WorkerSettings;
import podium.workers.domain.Trainer;
import podium.workers.machine.CapacityWatch;
import podium.workers.remote.OwnAddress;
import podium.workers.remote.RemoteLink;
import podium.workers.spool.CheckpointHomeId;
import podium.workers.spool.DataDirectory;
import podium.workers.spool.FileSpool;
import podium.workers.spool.Spooled;
import podium.workers.trainer.Orphans;
import podium.workers.training.checkpoint.DiskRoom;

/** A running worker of this process: offers slots and trains what the scheduler places there. */
public final class Worker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
  private static final int SUFFIX_BYTES = 3;
  private static final Duration SPARE = Duration.ofSeconds(10);

  private final Identity identity;
  private final ActorSystem<WorkerActor.Command> actors;
  private final RemoteLink link;
  private final FileSpool spool;
  private final CheckpointPruning pruning;
  private final CapacityWatch capacity;
  private final DataDirectory directory;
  private final AtomicBoolean registered;
  private final AtomicReference<String> refusal;
  private final Duration longestClose;
  private final AtomicBoolean closed = new AtomicBoolean();

  private Worker(
      Identity identity,
      ActorSystem<WorkerActor.Command> actors,
      RemoteLink link,
      FileSpool spool,
      CheckpointPruning pruning,
      CapacityWatch capacity,
      DataDirectory directory,
      AtomicBoolean registered,
      AtomicReference<String> refusal,
      Duration longestClose) {
    this.identity = identity;
    this.actors = actors;
    this.link = link;
    this.spool = spool;
    this.pruning = pruning;
    this.capacity = capacity;
    this.directory = directory;
    this.registered = registered;
    this.refusal = refusal;
    this.longestClose = longestClose;
  }

  /**
   * Starts a worker, which then looks for its scheduler by itself.
   *
   * @param trainers makes the trainer of a slot, once at start and again after one had to be closed
   * @throws IllegalStateException when another worker uses the same data directory, or checkpoints
   *     can never be written where they belong
   * @throws UncheckedIOException when its data directory cannot be written
   */
  public static Worker start(
      WorkerSettings settings,
      List<Slot> slots,
      Catalog catalog,
      Function<Slot, Trainer> trainers) {
    DataDirectory directory = DataDirectory.open(settings.dataDir());
    try {
      return start(directory, settings, slots, catalog, trainers);
    } catch (RuntimeException e) {
      directory.close();
      throw e;
    }
  }

  private static Worker start(
      DataDirectory directory,
      WorkerSettings settings,
      List<Slot> slots,
      Catalog catalog,
      Function<Slot, Trainer> trainers) {
    requireCheckpoints(settings.checkpointsDir());
    Orphans.end(settings.dataDir());
    String host = hostName();
    CheckpointPruning pruning =
        new CheckpointPruning(settings.checkpointsDir(), settings.keepEvery());
    RemoteLink link =
        RemoteLink.open(
            new OwnAddress(
                settings.door(), settings.join().stream().map(NodeAddress::new).toList()),
            directory.schedulers(),
            directory::keepSchedulers);
    try {
      return start(directory, settings, slots, catalog, trainers, host, link, pruning);
    } catch (RuntimeException e) {
      link.close();
      throw e;
    }
  }

  private static Worker start(
      DataDirectory directory,
      WorkerSettings settings,
      List<Slot> slots,
      Catalog catalog,
      Function<Slot, Trainer> trainers,
      String host,
      RemoteLink link,
      CheckpointPruning pruning) {
    Identity identity =
        new Identity(
            settings.id().orElseGet(() -> directory.workerId(() -> host + "-" + suffix())),
            UUID.randomUUID().toString(),
            host,
            CheckpointHomeId.of(settings.checkpointsDir(), () -> UUID.randomUUID().toString()),
            link.address());
    FileSpool spool = FileSpool.open(directory.spool(), settings.spoolBytes());
    AtomicBoolean registered = new AtomicBoolean();
    AtomicReference<String> refusal = new AtomicReference<>("");
    CapacityWatch capacity = new CapacityWatch(settings.checkpointsDir());
    Timing timing = Timing.DEFAULT.withStop(settings.trainer().stopWithin());
    ActorSystem<WorkerActor.Command> actors =
        ActorSystem.create(
            WorkerActor.create(
                new WorkerActor.Parts(
                    identity,
                    slots,
                    catalog,
                    trainers,
                    spool,
                    link,
                    timing,
                    System::nanoTime,
                    registered::set,
                    refusal::set,
                    pruning,
                    capacity)),
            "podium-worker",
            actorSettings());
    capacity.start();
    // why: without it the worker is deaf, and whoever keeps it had better start another one
    var unused = link.whenEnded().thenRun(actors::terminate);
    LOG.atInfo()
        .addKeyValue("worker", identity.worker())
        .addKeyValue("incarnation", identity.incarnation())
        .addKeyValue("slots", slots)
        .addKeyValue("join", settings.join())
        .log("worker started");
    return new Worker(
        identity,
        actors,
        link,
        spool,
        pruning,
        capacity,
        directory,
        registered,
        refusal,
        timing.stop().multipliedBy(2).plus(timing.farewell()).plus(SPARE));
  }

  /** A disk that is full now may have room later; one that refuses will do so for every trial. */
  private static void requireCheckpoints(Path folder) {
    Optional<IOException> refusal = DiskRoom.refusal(folder);
    if (refusal.isEmpty()) {
      return;
    }
    if (!DiskRoom.isFull(refusal.get())) {
      throw new IllegalStateException(
          "checkpoints cannot be written to %s (%s); see to its rights and how its disk is mounted, or name another folder with --checkpoints"
              .formatted(folder, DiskRoom.reason(refusal.get())),
          refusal.get());
    }
    LOG.atWarn()
        .addKeyValue("folder", folder)
        .log("there is no room for checkpoints; trials wait until there is");
  }

  /** Its stable name. */
  public String id() {
    return identity.worker();
  }

  /** Whether the scheduler has welcomed it, and has not said otherwise since. */
  public boolean registered() {
    return registered.get() && !actors.getWhenTerminated().toCompletableFuture().isDone();
  }

  /** What it has to tell and no scheduler has answered yet. */
  public Spooled spooled() {
    return spool.waiting();
  }

  /** Why it stopped by itself and would do so again, in a sentence; empty while it has not. */
  public Optional<String> refusal() {
    return Optional.ofNullable(refusal.get()).filter(why -> !why.isEmpty());
  }

  /** Completes, with a sentence on why, when the worker has stopped and nobody closed it. */
  public CompletionStage<String> whenEnded() {
    CompletableFuture<String> ended = new CompletableFuture<>();
    whenStopped()
        .thenRun(
            () -> {
              if (!closed.get()) {
                ended.complete(
                    refusal()
                        .orElse(
                            "worker %s stopped on a defect, which its log tells".formatted(id())));
              }
            });
    return ended;
  }

  /** Completes when the worker has stopped: by {@link #close}, a {@link #refusal} or a bug. */
  public CompletionStage<Done> whenStopped() {
    return actors.getWhenTerminated();
  }

  /** Ends its attempts as PREEMPTED, delivers their reports if it can, says goodbye and stops. */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    CompletableFuture<Done> stopped = actors.getWhenTerminated().toCompletableFuture();
    if (!stopped.isDone()) {
      sayGoodbye();
    }
    actors.terminate();
    stopped.join();
    link.close();
    spool.close();
    pruning.close();
    capacity.close();
    directory.close();
  }

  private void sayGoodbye() {
    try {
      CompletionStage<Done> goodbye =
          AskPattern.ask(actors, WorkerActor.Close::new, longestClose, actors.scheduler());
      goodbye.toCompletableFuture().join();
    } catch (CompletionException e) {
      LOG.atWarn().addKeyValue("worker", id()).setCause(e).log("worker did not stop in order");
    }
  }

  private static Config actorSettings() {
    return ConfigFactory.parseResources("podium-worker-actors.conf")
        .withFallback(ConfigFactory.load());
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost()
          .getHostName()
          .toLowerCase(Locale.ROOT)
          .replaceAll("[^a-z0-9_.-]", "-");
    } catch (UnknownHostException e) {
      LOG.debug("this machine's name is not known to itself", e);
      return "worker";
    }
  }

  private static String suffix() {
    byte[] random = new byte[SUFFIX_BYTES];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }
}
