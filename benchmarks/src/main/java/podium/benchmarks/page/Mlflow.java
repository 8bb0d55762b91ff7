package podium.benchmarks.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A server of MLflow over runs that are copies of trials. */
public final class Mlflow implements AutoCloseable {
  private static final Duration LONGEST_START = Duration.ofMinutes(3);
  private static final Duration LONGEST_STOP = Duration.ofSeconds(20);
  private static final long LOOK_NANOS = 200_000_000;

  private final Process server;
  private final int port;
  private final String experiment;
  private final String version;

  private Mlflow(Process server, int port, String experiment, String version) {
    this.server = server;
    this.port = port;
    this.experiment = experiment;
    this.version = version;
  }

  /**
   * Copies trials and serves them.
   *
   * @param python with MLflow
   * @param script that copies them
   * @param trials a file as a leaderboard hands it out, as CSV
   * @param folder a fresh one
   */
  public static Mlflow start(String python, Path script, Path trials, Path folder) {
    try {
      Files.createDirectories(folder);
      String store = "sqlite:///" + folder.resolve("mlflow.db");
      Process copy =
          new ProcessBuilder(python, script.toString(), store, trials.toString(), folder.toString())
              .redirectError(folder.resolve("copy.log").toFile())
              .start();
      String[] said = new String(copy.getInputStream().readAllBytes(), UTF_8).strip().split(" ");
      if (copy.waitFor() != 0) {
        throw new IllegalStateException(
            "the trials were not copied: " + Files.readString(folder.resolve("copy.log")));
      }
      int port = freePort();
      Process server =
          new ProcessBuilder(
                  python,
                  "-m",
                  "mlflow",
                  "server",
                  "--backend-store-uri",
                  store,
                  "--host",
                  "127.0.0.1",
                  "--port",
                  Integer.toString(port),
                  "--workers",
                  "2")
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("server.log").toFile())
              .start();
      Mlflow mlflow = new Mlflow(server, port, said[0], said[1]);
      mlflow.await();
      return mlflow;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void await() throws InterruptedException {
    HttpClient http = HttpClient.newHttpClient();
    HttpRequest question =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health")).build();
    long begin = System.nanoTime();
    while (System.nanoTime() - begin < LONGEST_START.toNanos() && server.isAlive()) {
      try {
        if (http.send(question, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
          return;
        }
      } catch (IOException notYet) {
        LockSupport.parkNanos(LOOK_NANOS);
      }
    }
    close();
    throw new IllegalStateException("MLflow's server does not answer");
  }

  /** Its version. */
  public String version() {
    return version;
  }

  /** Its table of runs, the lowest of a metric first; of none, the latest first. */
  public String runs(String metric) {
    String order =
        metric.isEmpty() ? "" : "?orderByKey=metrics.%60" + metric + "%60&orderByAsc=true";
    return "http://127.0.0.1:%d/#/experiments/%s/runs%s".formatted(port, experiment, order);
  }

  @Override
  public void close() {
    List<ProcessHandle> workers = server.descendants().toList();
    server.destroy();
    try {
      if (!server.waitFor(LONGEST_STOP.toSeconds(), TimeUnit.SECONDS)) {
        server.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    workers.forEach(ProcessHandle::destroy);
  }
}
