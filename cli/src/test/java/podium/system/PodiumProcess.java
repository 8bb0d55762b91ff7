package podium.system;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A podium command in a JVM of its own, as people start it; killed at the latest when the test
 * ends.
 */
final class PodiumProcess implements AutoCloseable {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

  private final Process process;
  private final Path output;

  private PodiumProcess(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  static PodiumProcess start(Path dir, String... arguments) {
    return start(dir, Map.of(), arguments);
  }

  static PodiumProcess start(Path dir, Map<String, String> environment, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                // why: they live for seconds, and on two processors half of a start is compiling
                "-XX:TieredStopAtLevel=1",
                "-Dai.djl.offline=true",
                "-Djava.io.tmpdir=" + dir,
                "-cp",
                System.getProperty("java.class.path"),
                "podium.cli.Podium"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    return start(dir, arguments[0], builder);
  }

  /** Any command, in a folder where a file takes what it prints. */
  static PodiumProcess start(Path dir, String name, ProcessBuilder command) {
    try {
      Path output = Files.createTempFile(dir, name + "-", ".out");
      return new PodiumProcess(
          command
              .directory(dir.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start(),
          output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The body of a GET, or the status line where it is not 200. */
  static String get(int port, String path) {
    try {
      HttpResponse<String> answer =
          HTTP.send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                  .timeout(Duration.ofSeconds(5))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      return answer.statusCode() == 200
          ? answer.body()
          : "status " + answer.statusCode() + ": " + answer.body();
    } catch (IOException e) {
      return "status 0: " + e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "status 0: interrupted";
    }
  }

  PodiumProcess ready(int port) {
    await()
        .atMost(Duration.ofSeconds(60))
        .failFast(
            "the process ended",
            () -> {
              if (!process.isAlive()) {
                throw new AssertionError("it ended: " + output());
              }
            })
        .until(() -> !get(port, "/healthz").startsWith("status"));
    return this;
  }

  int exitCode(Duration longest) {
    try {
      if (!process.waitFor(longest.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("still running after " + longest + ": " + output());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return process.exitValue();
  }

  String output() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The trainer processes it has begotten. */
  List<ProcessHandle> trainers() {
    return process.descendants().filter(ProcessHandle::isAlive).toList();
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  boolean alive() {
    return process.isAlive();
  }

  /** SIGTERM. */
  void stop() {
    process.destroy();
    exitCode(Duration.ofSeconds(40));
  }

  /** SIGKILL. */
  void kill() {
    process.destroyForcibly();
    exitCode(Duration.ofSeconds(10));
  }

  /** SIGKILL; its trainers end by themselves, which is waited for. */
  void killAndOutliveTrainers() {
    List<ProcessHandle> trainers = trainers();
    kill();
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> trainers.stream().noneMatch(ProcessHandle::isAlive));
  }

  @Override
  public void close() {
    List<ProcessHandle> children = process.descendants().toList();
    process.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
  }
}
