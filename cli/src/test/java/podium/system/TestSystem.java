package podium.system;

import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import podium.cli.kafka.KafkaSettings;
import podium.cli.kafka.RequestPublisher;
import podium.protocol.FreePort;
import podium.protocol.event.Event;

/**
 * A system's processes in one folder, on ports of its own; they end at the latest with the test.
 */
final class TestSystem implements AutoCloseable {
  private final Path dir;
  private final int kafkaPort = FreePort.any();
  private final int clusterPort = FreePort.any();
  private final Board board = new Board(FreePort.any());
  private final Deque<PodiumProcess> started = new ArrayDeque<>();

  TestSystem(Path dir) {
    this.dir = dir;
  }

  /** Broker, scheduler, dashboard and, unless told otherwise, a worker, in one process. */
  PodiumProcess up(String... more) {
    return up(Map.of(), more);
  }

  /** The same with more variables in its environment. */
  PodiumProcess up(Map<String, String> environment, String... more) {
    return start(
        environment,
        Stream.concat(
                Stream.of(
                    "up",
                    "--data-dir",
                    data().toString(),
                    "--kafka-port",
                    "" + kafkaPort,
                    "--port",
                    "" + board.port(),
                    "--cluster-port",
                    "" + clusterPort),
                withThreads(Runtime.getRuntime().availableProcessors(), more))
            .toArray(String[]::new));
  }

  /** A scheduler alone, against a broker on {@link #kafkaPort}, with more flags. */
  PodiumProcess scheduler(String... more) {
    return start(
        Stream.concat(
                Stream.of(
                    "scheduler",
                    "--kafka-properties",
                    key().toString(),
                    "--cluster-port",
                    "" + clusterPort,
                    "--data-dir",
                    data().toString()),
                Stream.of(more))
            .toArray(String[]::new));
  }

  /** A scheduler alone on a port of its own, with a folder of its own. */
  PodiumProcess scheduler(int port) {
    return start(
        "scheduler",
        "--kafka-properties",
        key().toString(),
        "--cluster-port",
        "" + port,
        "--data-dir",
        dir.resolve("scheduler-" + port).toString());
  }

  /** A dashboard alone. */
  PodiumProcess dashboard(String kafka) {
    return start(
        "dashboard",
        "--kafka",
        kafka,
        "--port",
        "" + board.port(),
        "--data-dir",
        dir.resolve("dashboard").toString());
  }

  /** A worker with one slot that is given the addresses of schedulers. */
  PodiumProcess worker(String name, List<Integer> schedulers) {
    return worker(name, name, data().resolve("checkpoints"), schedulers);
  }

  /** A worker with one slot that shares the system's checkpoints. */
  PodiumProcess worker(String name, String... more) {
    return worker(name, name, data().resolve("checkpoints"), List.of(clusterPort), more);
  }

  PodiumProcess worker(String name, Path checkpoints) {
    return worker(name, name, checkpoints);
  }

  /** A worker that keeps its own things in a folder of another name. */
  PodiumProcess workerIn(String folder, String name) {
    return worker(name, folder, data().resolve("checkpoints"));
  }

  private PodiumProcess worker(String name, String folder, Path checkpoints) {
    return worker(name, folder, checkpoints, List.of(clusterPort));
  }

  private PodiumProcess worker(
      String name, String folder, Path checkpoints, List<Integer> schedulers, String... more) {
    return start(
        Stream.concat(
                Stream.of(
                    "worker",
                    "--join",
                    schedulers.stream()
                        .map(port -> "127.0.0.1:" + port)
                        .collect(Collectors.joining(",")),
                    "--name",
                    name,
                    "--data-dir",
                    dir.resolve(folder).toString(),
                    "--checkpoints",
                    checkpoints.toString()),
                Stream.concat(unless(more, "--devices", "cpu"), withThreads(1, more)))
            .toArray(String[]::new));
  }

  /** Why: bits are compared, and other workers of the machine come and go. */
  private static Stream<String> withThreads(int threads, String... flags) {
    return Stream.concat(unless(flags, "--threads", "" + threads), Stream.of(flags));
  }

  private static Stream<String> unless(String[] flags, String flag, String value) {
    return List.of(flags).contains(flag) ? Stream.of() : Stream.of(flag, value);
  }

  private PodiumProcess start(String... arguments) {
    return start(Map.of(), arguments);
  }

  private PodiumProcess start(Map<String, String> environment, String... arguments) {
    PodiumProcess process = PodiumProcess.start(dir, environment, arguments);
    started.push(process);
    return process;
  }

  /** Waits for a scheduler that reigns and has no worker. */
  void awaitNoWorker() {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> PodiumProcess.get(board.port(), "/healthz").contains("none has registered"));
  }

  void publish(String request) {
    RequestPublisher.publish(
        KafkaSettings.at(kafka()), Map.of(UUID.randomUUID().toString(), request));
  }

  /** The events of a kind in the log, in order. */
  <T extends Event> List<T> events(Class<T> kind) {
    return LogFacts.of(kafkaPort, kind);
  }

  /** The epochs of each trial that count, as {@link LogFacts#epochs} says. */
  Map<String, List<Integer>> epochs() {
    return LogFacts.epochs(kafkaPort);
  }

  /** What the auditor finds in the log, in words; nothing in a sound one. */
  List<String> violations() {
    return LogFacts.violations(kafkaPort);
  }

  /** What Podium's own parts come to the broker with. */
  Path key() {
    return data().resolve("kafka").resolve("podium.properties");
  }

  /** The broker's address. */
  String kafka() {
    return "127.0.0.1:" + kafkaPort;
  }

  int kafkaPort() {
    return kafkaPort;
  }

  int clusterPort() {
    return clusterPort;
  }

  int port() {
    return board.port();
  }

  Board board() {
    return board;
  }

  /** What {@link #up} writes into. */
  Path data() {
    return dir.resolve("data");
  }

  @Override
  public void close() {
    started.forEach(PodiumProcess::close);
  }
}
