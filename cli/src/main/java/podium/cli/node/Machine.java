package podium.cli.node;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import podium.cli.kafka.EmbeddedKafka;
import podium.cli.kafka.KafkaSettings;
import podium.cli.kafka.TopicSetup;
import podium.dashboard.Dashboard;
import podium.dashboard.Health;
import podium.scheduler.Scheduler;
import podium.workers.Worker;

/**
 * The whole of Podium on this machine: broker, scheduler, dashboard and one worker. Thread-safe.
 */
public final class Machine implements AutoCloseable {
  private final Closing parts;
  private final String bootstrap;
  private final Scheduler scheduler;
  private final Optional<Worker> worker;
  private volatile Optional<Dashboard> dashboard = Optional.empty();

  private Machine(Closing parts, String bootstrap, Scheduler scheduler, Optional<Worker> worker) {
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
    Closing parts = new Closing();
    try {
      EmbeddedKafka kafka = parts.add(EmbeddedKafka.start(dataDir.resolve("kafka"), kafkaPort));
      TopicSetup.ensureOwn(KafkaSettings.at(kafka.bootstrapServers()));
      NodeSettings settings =
          given.with("podium.kafka.bootstrap-servers", kafka.bootstrapServers());
      Scheduler scheduler = parts.add(SchedulerParts.start(settings));
      Optional<Worker> worker =
          withWorker
              ? Optional.of(
                  parts.add(
                      WorkerParts.start(
                          settings.with(
                              "podium.worker.join", java.util.List.of(scheduler.address())))))
              : Optional.empty();
      Machine machine = new Machine(parts, kafka.bootstrapServers(), scheduler, worker);
      machine.dashboard =
          Optional.of(parts.add(DashboardParts.start(settings, Optional.of(machine::health))));
      return machine;
    } catch (RuntimeException e) {
      parts.close();
      throw e;
    }
  }

  /** Where Kafka is reached, as HOST:PORT. */
  public String bootstrapServers() {
    return bootstrap;
  }

  /** Where further workers join, as HOST:PORT. */
  public String joinAddress() {
    return scheduler.address();
  }

  /** Where the pages are. */
  public String address() {
    return "http://127.0.0.1:" + dashboard.map(Dashboard::port).orElse(0);
  }

  /** What is ready and what is not. */
  public Health health() {
    Map<String, String> told = new TreeMap<>();
    boolean board = dashboard.filter(Dashboard::ready).isPresent();
    boolean decides = scheduler.status().active();
    boolean slots =
        decides
            && scheduler.status().liveWorkers() > 0
            && worker.map(Worker::registered).orElse(true);
    told.put("topics", dashboard.map(Dashboard::topics).orElse("not looked at yet"));
    told.put("scheduler", decides ? "ready" : scheduler.status().detail());
    told.put("worker", slots ? "ready" : "none has registered");
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
    parts.close();
  }
}
