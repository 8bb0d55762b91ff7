package podium.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import podium.cli.Podium;
import podium.cli.app.Submission;
import podium.cli.kafka.KafkaSettings;
import podium.cli.kafka.LogReader;
import podium.cli.node.Machine;
import podium.cli.node.NodeSettings;
import podium.cli.view.Fact;
import podium.protocol.event.Entry;
import podium.protocol.event.Event;

/** Podium without slots of its own, and two workers in processes that can be killed. */
final class TwoWorkers implements AutoCloseable {
  private static final Duration LONGEST_ANSWER = Duration.ofSeconds(30);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(4);
  private static final Duration TURN = Duration.ofMillis(20);
  private static final double NANOS = 1e9;
  private static final String EXPERIMENT =
      """
      {"experiment": "lost", "dataset": "digits", "matrix": {"model": ["resnet18"]},
       "recipe": {"epochs": 10000, "batchSize": 32}, "limits": {"trainImages": 256}}
      """;

  private final Machine machine;
  private final Path folder;
  private final LogReader log;
  private final Map<String, Process> processes = new HashMap<>();
  private final Deque<Entry> unread = new ArrayDeque<>();

  /** Who has the trial, as far as the log was read. */
  private Optional<Event.TrialPlaced> placed = Optional.empty();

  /** Seconds from a kill until the log says each of these. */
  record Recovery(double lost, double placed, double started, double epoch) {}

  private TwoWorkers(Machine machine, Path folder) {
    this.machine = machine;
    this.folder = folder;
    this.log = LogReader.open(KafkaSettings.at(machine.bootstrapServers()));
  }

  /** Starts all of it; a trial that never ends trains on one of the workers. */
  static TwoWorkers start(Path folder) {
    NodeSettings node =
        new NodeSettings(podium.cli.config.Settings.load(Optional.empty()).root())
            .withDataDir(folder)
            .with(Map.of("podium.dashboard.port", 0, "podium.cluster.port", 0));
    Machine machine = Machine.start(node, folder, 0, false);
    try {
      TwoWorkers workers = new TwoWorkers(machine, folder);
      workers.begin();
      return workers;
    } catch (RuntimeException e) {
      machine.close();
      throw e;
    }
  }

  private void begin() {
    try {
      worker("a");
      worker("b");
      await(entry -> entry.event() instanceof Event.WorkerRegistered);
      await(entry -> entry.event() instanceof Event.WorkerRegistered);
      Fact fact =
          Submission.send(KafkaSettings.at(machine.bootstrapServers()), EXPERIMENT, LONGEST_ANSWER);
      if (!(fact instanceof Fact.Accepted)) {
        throw new IllegalStateException("the trial was not accepted: " + fact);
      }
      await(entry -> entry.event() instanceof Event.EpochCompleted);
    } catch (RuntimeException e) {
      endProcesses();
      throw e;
    }
  }

  private void worker(String name) {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "--enable-native-access=ALL-UNNAMED",
            "-DPODIUM_LOG_LEVEL=ERROR",
            "-cp",
            System.getProperty("java.class.path"),
            Podium.class.getName(),
            "worker",
            "--join",
            machine.joinAddress(),
            "--name",
            name,
            "--devices",
            "cpu",
            "--threads",
            "1",
            "--data-dir",
            folder.resolve("worker-" + name).toString(),
            "--checkpoints",
            folder.resolve("checkpoints").toString());
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(folder.resolve("worker-%s.log".formatted(name)).toFile())
              .start();
      processes.put(name, process);
    } catch (IOException e) {
      throw new UncheckedIOException("a worker cannot be started: " + e.getMessage(), e);
    }
  }

  /**
   * Kills the worker that trains, half an epoch after an epoch's end, and waits until the other one
   * has trained an epoch; then the killed one is started again.
   */
  Recovery killTheOneThatTrains() {
    readToEnd();
    Entry last = await(entry -> entry.event() instanceof Event.EpochCompleted);
    double epochSeconds = ((Event.EpochCompleted) last.event()).result().seconds();
    LockSupport.parkNanos((long) (epochSeconds / 2 * NANOS));
    String killed = placed.orElseThrow().lead().worker();
    Process process = Objects.requireNonNull(processes.remove(killed), killed);
    long start = System.nanoTime();
    process.destroyForcibly();
    await(entry -> entry.event() instanceof Event.WorkerLost);
    double lost = since(start);
    await(
        entry ->
            entry.event() instanceof Event.TrialPlaced now && !now.lead().worker().equals(killed));
    double again = since(start);
    await(entry -> entry.event() instanceof Event.TrialStarted);
    double started = since(start);
    await(entry -> entry.event() instanceof Event.EpochCompleted);
    double epoch = since(start);
    worker(killed);
    await(entry -> entry.event() instanceof Event.WorkerRegistered);
    return new Recovery(lost, again, started, epoch);
  }

  private static double since(long start) {
    return (System.nanoTime() - start) / NANOS;
  }

  private Entry await(Predicate<Entry> wanted) {
    long deadline = System.nanoTime() + LONGEST_WAIT.toNanos();
    while (System.nanoTime() < deadline) {
      if (unread.isEmpty()) {
        unread.addAll(log.poll(TURN));
        continue;
      }
      Entry entry = next();
      if (wanted.test(entry)) {
        return entry;
      }
    }
    throw new IllegalStateException("the log does not say what is waited for in " + LONGEST_WAIT);
  }

  private Entry next() {
    Entry entry = unread.removeFirst();
    if (entry.event() instanceof Event.TrialPlaced now) {
      placed = Optional.of(now);
    }
    return entry;
  }

  /** What happened before is not what is waited for next. */
  private void readToEnd() {
    do {
      while (!unread.isEmpty()) {
        next();
      }
      unread.addAll(log.poll(TURN));
    } while (!unread.isEmpty());
  }

  private void endProcesses() {
    processes.values().forEach(Process::destroyForcibly);
    log.close();
  }

  @Override
  public void close() {
    endProcesses();
    machine.close();
  }
}
