package podium.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import podium.cli.app.Submission;
import podium.cli.kafka.KafkaSettings;
import podium.cli.kafka.LogReader;
import podium.cli.node.Machine;
import podium.cli.node.NodeSettings;
import podium.cli.view.Fact;
import podium.protocol.event.Entry;
import podium.protocol.event.Event;
import podium.protocol.event.TrialStatus;
import podium.protocol.id.ExperimentId;

/** All of Podium with one slot, which trains sweeps; what they took is read from the log. */
final class SweptMachine implements AutoCloseable {
  private static final Duration LONGEST_START = Duration.ofMinutes(2);
  private static final Duration LONGEST_SWEEP = Duration.ofMinutes(20);
  private static final Duration LONGEST_ANSWER = Duration.ofSeconds(30);
  private static final Duration TURN = Duration.ofMillis(50);
  private static final double NANOS = 1e9;

  private final Machine machine;
  private final KafkaSettings kafka;
  private int sweeps;

  /**
   * A sweep that is over.
   *
   * @param seconds from submit to the moment the last end was read from the log
   * @param idleMillis from each attempt's end to the next one's start, by the log
   * @param placedMillis the part of it until the next one is placed
   * @param trainingMillis of each trial's training steps
   */
  record Swept(
      double seconds,
      List<Double> idleMillis,
      List<Double> placedMillis,
      List<Double> trainingMillis) {}

  private SweptMachine(Machine machine) {
    this.machine = machine;
    this.kafka = KafkaSettings.at(machine.bootstrapServers());
  }

  static SweptMachine start(Settings settings, Path folder) {
    NodeSettings node =
        new NodeSettings(podium.cli.config.Settings.load(Optional.empty()).root())
            .withDataDir(folder)
            .withDevices(List.of("cpu"))
            .with(
                Map.of(
                    "podium.dashboard.port",
                    0,
                    "podium.cluster.port",
                    0,
                    "podium.worker.trainer.threads",
                    settings.threads()));
    Machine machine = Machine.start(node, folder, 0, true);
    if (!machine.awaitReady(LONGEST_START)) {
      machine.close();
      throw new IllegalStateException("Podium did not get ready: " + machine.health().parts());
    }
    return new SweptMachine(machine);
  }

  /** Trains so many trials, which differ by their seeds. */
  Swept sweep(int trials) {
    String json =
        """
        {"experiment": "sweep%d", "dataset": "digits", "matrix": {"model": ["resnet18"], "seed": [%s]},
         "recipe": {"epochs": 1, "batchSize": 32, "optimizer": "adam"}, "limits": {"trainImages": 256}}
        """
            .formatted(
                ++sweeps,
                IntStream.rangeClosed(1, trials)
                    .mapToObj(Integer::toString)
                    .collect(Collectors.joining(",")));
    try (LogReader log = LogReader.open(kafka)) {
      log.toEnd();
      long start = System.nanoTime();
      Fact fact = Submission.send(kafka, json, LONGEST_ANSWER);
      if (!(fact instanceof Fact.Accepted accepted)) {
        throw new IllegalStateException("the sweep was not accepted: " + fact);
      }
      List<Entry> entries = follow(log, accepted.experiment(), trials);
      return swept((System.nanoTime() - start) / NANOS, entries);
    }
  }

  private static List<Entry> follow(LogReader log, ExperimentId experiment, int trials) {
    List<Entry> entries = new ArrayList<>();
    long deadline = System.nanoTime() + LONGEST_SWEEP.toNanos();
    for (int ended = 0; ended < trials; ) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("the sweep took more than " + LONGEST_SWEEP);
      }
      for (Entry entry : log.poll(TURN)) {
        entries.add(entry);
        if (entry.event() instanceof Event.TrialEnded end
            && end.trial().experiment().equals(experiment)) {
          if (end.status() != TrialStatus.SUCCEEDED) {
            throw new IllegalStateException(end.trial() + " ended as " + end.status());
          }
          ended++;
        }
      }
    }
    return entries;
  }

  private static Swept swept(double seconds, List<Entry> entries) {
    List<Double> idle = new ArrayList<>();
    List<Double> placed = new ArrayList<>();
    List<Double> training = new ArrayList<>();
    Optional<Instant> end = Optional.empty();
    for (Entry entry : entries) {
      Instant time = entry.envelope().time();
      switch (entry.event()) {
        case Event.AttemptEnded ended -> end = Optional.of(time);
        case Event.TrialStarted started -> end.ifPresent(last -> idle.add(millis(last, time)));
        case Event.TrialPlaced next -> end.ifPresent(last -> placed.add(millis(last, time)));
        case Event.EpochCompleted epoch ->
            training.add(1000 * epoch.result().train().images() / epoch.result().imagesPerSecond());
        case Event other -> {}
      }
    }
    return new Swept(seconds, List.copyOf(idle), List.copyOf(placed), List.copyOf(training));
  }

  private static double millis(Instant from, Instant to) {
    return Duration.between(from, to).toMillis();
  }

  @Override
  public void close() {
    machine.close();
  }
}
