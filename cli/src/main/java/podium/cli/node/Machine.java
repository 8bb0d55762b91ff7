package podium.cli.node;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import podium.cli.kafka.EmbeddedKafka;
import podium.cli.kafka.TopicSetup;
import podium.dashboard.Dashboard;
import podium.dashboard.Health;
import podium.dashboard.config.DashboardSettings;
import podium.scheduler.Scheduler;
import podium.scheduler.config.SchedulerSettings;
import podium.workers.config.WorkerSettings;

/**
 * The whole of Podium on this machine: broker, scheduler, dashboard and one worker. Thread-safe.
 */
public final class Machine implements AutoCloseable {
  private static final Duration WORKER_PAUSE = Duration.ofSeconds(5);

  private final Closing parts;
  private final String bootstrap;
  private final Scheduler scheduler;
  private final Optional<KeptWorker> worker;
  private final CompletableFuture<String> ended = new CompletableFuture<>();
  private volatile boolean closing;
  private volatile Optional<Dashboard> dashboard = Optional.empty();

  private Machine(
      Closing parts, String bootstrap, Scheduler scheduler, Optional<KeptWorker> worker) {
    this.parts = parts;
    this.bootstrap = bootstrap;
    this.scheduler = scheduler;
    this.worker = worker;
  }

  /**
   * Starts everything; it is ready a little later.
   *
   * @param kafkaPort 0 for any free one
   * @param withWorker whether this machine offers slots itself
   */
  public static Machine start(NodeSettings given, Path dataDir, int kafkaPort, boolean withWorker) {
    // why: what is wrong with them is told before anything starts
    given.read(SchedulerSettings::from);
    given.read(DashboardSettings::from);
    given.read(WorkerSettings::from);
    Closing parts = new Closing();
    try {
      EmbeddedKafka kafka = parts.add(EmbeddedKafka.start(dataDir.resolve("kafka"), kafkaPort));
      TopicSetup.ensureOwn(kafka.own());
      NodeSettings settings = given.withKafka(kafka.own());
      Scheduler scheduler = parts.add(SchedulerParts.start(settings));
      NodeSettings joining =
          settings.with("podium.worker.join", List.of(scheduler.address().value()));
      Optional<KeptWorker> worker =
          withWorker
              ? Optional.of(
                  parts.add(KeptWorker.start(() -> WorkerParts.start(joining), WORKER_PAUSE)))
              : Optional.empty();
      Machine machine = new Machine(parts, kafka.bootstrapServers(), scheduler, worker);
      machine.watch(kafka.death());
      machine.watch(scheduler.whenStopped());
      machine.dashboard =
          Optional.of(parts.add(DashboardParts.start(settings, Optional.of(machine::health))));
      return machine;
    } catch (RuntimeException e) {
      parts.close();
      throw e;
    }
  }

  /** Completes with a sentence when a part that must live has ended, and nobody closed it. */
  public CompletionStage<String> ended() {
    return ended.copy();
  }

  private void watch(CompletionStage<String> part) {
    var unused =
        part.thenAccept(
            why -> {
              if (!closing) {
                ended.complete(why);
              }
            });
  }

  /** Where Kafka is reached, as HOST:PORT. */
  public String bootstrapServers() {
    return bootstrap;
  }

  /** Where further workers join, as HOST:PORT. */
  public String joinAddress() {
    return scheduler.address().value();
  }

  /** Where the pages are. */
  public String address() {
    return "http://127.0.0.1:" + dashboard.map(Dashboard::port).orElse(0);
  }

  /** What is ready and what is not. */
  public Health health() {
    Map<String, String> told = new TreeMap<>();
    boolean board = dashboard.filter(Dashboard::ready).isPresent();
    boolean decides = scheduler.status().served();
    boolean slots =
        decides
            && scheduler.status().liveWorkers() > 0
            && worker.map(KeptWorker::registered).orElse(true);
    told.put("topics", dashboard.map(Dashboard::topics).orElse("not looked at yet"));
    told.put("scheduler", decides ? "ready" : scheduler.status().detail());
    told.put(
        "worker",
        slots ? "ready" : worker.flatMap(KeptWorker::refusal).orElse("none has registered"));
    dashboard.flatMap(Dashboard::waiting).ifPresent(words -> told.put("slots", words));
    told.put(
        "projector",
        dashboard
            .map(pages -> pages.projector("reading the event log"))
            .orElse("reading the event log"));
    told.put("progress", dashboard.map(Dashboard::progress).orElse("not heard yet"));
    return new Health(
        board && dashboard.filter(Dashboard::topicsReady).isPresent() && decides && slots, told);
  }

  /**
   * Waits until everything is ready.
   *
   * @return whether that came in time
   */
  public boolean awaitReady(Duration longest) {
    return Patience.until(longest, () -> health().ready());
  }

  @Override
  public void close() {
    closing = true;
    parts.close();
  }
}
