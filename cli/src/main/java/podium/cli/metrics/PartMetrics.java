package podium.cli.metrics;

import com.sun.net.httpserver.Authenticator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpPrincipal;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.exporter.httpserver.HTTPServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import podium.cli.error.UserErrorException;
import podium.dashboard.metrics.ProcessMetrics;
import podium.engine.port.SchedulerStatus;
import podium.scheduler.Scheduler;
import podium.workers.Worker;

/**
 * What a part that runs by itself measures, at {@code /metrics} of a port that only this machine
 * reaches; taken anew at each question. Thread-safe.
 */
public final class PartMetrics implements AutoCloseable {
  private static final String HOST = "127.0.0.1";
  private static final int MOST = 65_535;

  private final PrometheusMeterRegistry meters =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final ProcessMetrics process;
  private final HTTPServer server;

  private PartMetrics(int port, Path... folders) {
    process =
        new ProcessMetrics(
            meters,
            Stream.of(folders)
                .map(folder -> folder.toAbsolutePath().normalize())
                .toArray(Path[]::new));
    try {
      server =
          HTTPServer.builder()
              .hostname(HOST)
              .port(port)
              .registry(meters.getPrometheusRegistry())
              .registerHealthHandler(false)
              .authenticator(new OwnName())
              .buildAndStart();
    } catch (IOException e) {
      process.close();
      throw taken(port, e);
    }
  }

  /**
   * Whether it could answer there.
   *
   * @throws UserErrorException when it is no port, or taken
   */
  public static void requireFree(int port) {
    if (port < 0 || port > MOST) {
      throw new UserErrorException("--metrics-port is %d; allowed: 0 to %d".formatted(port, MOST));
    }
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    } catch (IOException e) {
      throw taken(port, e);
    }
  }

  private static UserErrorException taken(int port, IOException cause) {
    return new UserErrorException(
        "port %d on %s is taken or not to be had (%s); choose another with --metrics-port"
            .formatted(port, HOST, cause.getMessage()),
        cause);
  }

  /** Lets nobody in by another name: a page of the web may give this machine one of its own. */
  private static final class OwnName extends Authenticator {
    private static final Pattern OWN = Pattern.compile("(127\\.0\\.0\\.1|localhost)(:\\d+)?");

    @Override
    public Result authenticate(HttpExchange exchange) {
      String host = Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst("Host"), "");
      return OWN.matcher(host).matches()
          ? new Success(new HttpPrincipal("local", "podium"))
          : new Failure(403);
    }
  }

  /**
   * Of a worker.
   *
   * @param folder where it keeps its own, whose disk is measured
   * @param port 0 for any free one
   * @throws UserErrorException when the port is taken
   */
  public static PartMetrics of(Worker worker, Path folder, Path checkpoints, int port) {
    PartMetrics metrics = new PartMetrics(port, folder, checkpoints);
    metrics.gauge(
        "worker.registered", "1 while a scheduler knows it", worker, it -> it.registered() ? 1 : 0);
    metrics.gauge(
        "worker.spool.reports",
        "reports that wait for the scheduler's answer",
        worker,
        it -> it.spooled().reports());
    metrics.gauge(
        "worker.spool.bytes", "that they take on disk", worker, it -> it.spooled().bytes());
    metrics.gauge(
        "worker.spool.bound.bytes",
        "that they may take; training waits there",
        worker,
        it -> it.spooled().bound());
    metrics.gauge(
        "worker.report.lag.seconds",
        "since the scheduler last answered while reports wait; 0 where none does",
        worker,
        it -> it.spooled().lag().toMillis() / 1e3);
    return metrics;
  }

  /**
   * Of a scheduler.
   *
   * @param folder where it keeps its own, whose disk is measured
   * @param port 0 for any free one
   * @throws UserErrorException when the port is taken
   */
  public static PartMetrics of(Scheduler scheduler, Path folder, int port) {
    PartMetrics metrics = new PartMetrics(port, folder);
    for (SchedulerStatus.Phase phase : SchedulerStatus.Phase.values()) {
      Gauge.builder("podium.scheduler.phase", scheduler, it -> it.status().phase() == phase ? 1 : 0)
          .description("1 for where in its life it is")
          .tag("phase", phase.name().toLowerCase(Locale.ROOT))
          .strongReference(true)
          .register(metrics.meters);
    }
    metrics.gauge(
        "scheduler.term", "of the reign that it knows", scheduler, it -> it.status().term());
    metrics.gauge(
        "scheduler.workers.live",
        "workers that it hears",
        scheduler,
        it -> it.status().liveWorkers());
    return metrics;
  }

  private <T> void gauge(String name, String meaning, T part, ToDoubleFunction<T> value) {
    Gauge.builder("podium." + name, part, value)
        .description(meaning)
        // why: the registry alone keeps whom it measures
        .strongReference(true)
        .register(meters);
  }

  /** Where it answers. */
  public int port() {
    return server.getPort();
  }

  @Override
  public void close() {
    server.close();
    process.close();
  }
}
